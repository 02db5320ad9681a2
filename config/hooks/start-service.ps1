#Requires -Version 5.1

<#
.SYNOPSIS
    Starts a Windows service (the mail service) again, and lets it start with the machine.
.DESCRIPTION
    Undoes stop-service.ps1. Ends with exit code 0 once it runs, else with 1 and the reason. Needs an administrator.
.EXAMPLE
    powershell -NoProfile -ExecutionPolicy Bypass -File start-service.ps1 -Service HaloMail -WhatIf
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    # The service's short name, not the one that it is displayed under.
    [Parameter(Mandatory)] [ValidateNotNullOrEmpty()] [string] $Service,
    # The start type that it had before stop-service.ps1 disabled it.
    [ValidateSet('Automatic', 'Manual')] [string] $StartupType = 'Automatic',
    [ValidateRange(1, 3600)] [int] $TimeoutSeconds = 90
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$found = @(Get-Service | Where-Object { $_.Name -eq $Service })
if ($found.Count -ne 1) { throw "There is no service '$Service' on $env:COMPUTERNAME. Get-Service lists them." }

if ($PSCmdlet.ShouldProcess("service '$Service'", 'enable and start')) {
    Set-Service -Name $Service -StartupType $StartupType
    if ($found[0].Status -ne 'Running') {
        Start-Service -Name $Service
        $found[0].WaitForStatus('Running', [TimeSpan]::FromSeconds($TimeoutSeconds))
    }
    Write-Output "started: service '$Service'"
}
