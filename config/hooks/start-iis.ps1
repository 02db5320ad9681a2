#Requires -Version 5.1

<#
.SYNOPSIS
    Starts an IIS application pool and its site again, and lets both start with the machine.
.DESCRIPTION
    Undoes stop-iis.ps1. Ends with exit code 0 once both are started, else with 1 and the reason. Needs an administrator.
.EXAMPLE
    powershell -NoProfile -ExecutionPolicy Bypass -File start-iis.ps1 -Site Halo -Pool Halo -WhatIf
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory)] [ValidateNotNullOrEmpty()] [string] $Site,
    [Parameter(Mandatory)] [ValidateNotNullOrEmpty()] [string] $Pool,
    [ValidateRange(1, 3600)] [int] $TimeoutSeconds = 90
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Import-Module WebAdministration

if (-not (Test-Path "IIS:\Sites\$Site")) { throw "There is no IIS site '$Site' on $env:COMPUTERNAME. Get-Website lists them." }
if (-not (Test-Path "IIS:\AppPools\$Pool")) { throw "There is no application pool '$Pool' on $env:COMPUTERNAME. Get-IISAppPool lists them." }

# The pool first: a site whose pool is stopped answers 503.
if ($PSCmdlet.ShouldProcess("application pool '$Pool'", 'start')) {
    Set-ItemProperty "IIS:\AppPools\$Pool" -Name autoStart -Value $true
    if ((Get-WebAppPoolState -Name $Pool).Value -ne 'Started') { Start-WebAppPool -Name $Pool }
}
if ($PSCmdlet.ShouldProcess("site '$Site'", 'start')) {
    Set-ItemProperty "IIS:\Sites\$Site" -Name serverAutoStart -Value $true
    if ((Get-WebsiteState -Name $Site).Value -ne 'Started') { Start-Website -Name $Site }

    $deadline = (Get-Date).AddSeconds($TimeoutSeconds)
    while ((Get-WebAppPoolState -Name $Pool).Value -ne 'Started' -or (Get-WebsiteState -Name $Site).Value -ne 'Started') {
        if ((Get-Date) -gt $deadline) { throw "Site '$Site' or application pool '$Pool' has not started within $TimeoutSeconds seconds." }
        Start-Sleep -Milliseconds 500
    }
    Write-Output "started: site '$Site', application pool '$Pool'"
}
