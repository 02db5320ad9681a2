#Requires -Version 5.1

<#
.SYNOPSIS
    Stops a Windows service (the mail service), and keeps it stopped through a reboot.
.DESCRIPTION
    Sets its start type to Disabled, so that neither a reboot nor a recovery action brings it back. Ends with exit code 0 once it is stopped,
    else with 1 and the reason. Refuses where running services depend on it: stop those first. start-service.ps1 undoes it. Needs an administrator.
.EXAMPLE
    powershell -NoProfile -ExecutionPolicy Bypass -File stop-service.ps1 -Service HaloMail -WhatIf
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    # The service's short name, not the one that it is displayed under.
    [Parameter(Mandatory)] [ValidateNotNullOrEmpty()] [string] $Service,
    [ValidateRange(1, 3600)] [int] $TimeoutSeconds = 90
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$found = @(Get-Service | Where-Object { $_.Name -eq $Service })
if ($found.Count -ne 1) { throw "There is no service '$Service' on $env:COMPUTERNAME. Get-Service lists them." }

if ($PSCmdlet.ShouldProcess("service '$Service'", 'disable and stop')) {
    $dependents = @($found[0].DependentServices | Where-Object { $_.Status -ne 'Stopped' } | ForEach-Object { $_.Name })
    if ($dependents.Count -gt 0) { throw "Services that depend on '$Service' are running: $($dependents -join ', '). Stop them first." }
    Set-Service -Name $Service -StartupType Disabled
    if ($found[0].Status -ne 'Stopped') {
        Stop-Service -Name $Service -NoWait
        $found[0].WaitForStatus('Stopped', [TimeSpan]::FromSeconds($TimeoutSeconds))
    }
    Write-Output "stopped: service '$Service'"
}
