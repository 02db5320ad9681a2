#Requires -Version 5.1

<#
.SYNOPSIS
    Stops an IIS site and its application pool, and keeps them stopped through a reboot or an iisreset.
.DESCRIPTION
    Ends with exit code 0 once the site and the pool are stopped and no worker process is left, else with 1 and the reason. Stopping what
    is stopped already is fine. Other applications in the same pool stop, too. start-iis.ps1 undoes it. Needs an administrator.
.EXAMPLE
    powershell -NoProfile -ExecutionPolicy Bypass -File stop-iis.ps1 -Site Halo -Pool Halo -WhatIf
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory)] [ValidateNotNullOrEmpty()] [string] $Site,
    [Parameter(Mandatory)] [ValidateNotNullOrEmpty()] [string] $Pool,
    # How long worker processes may take to end.
    [ValidateRange(1, 3600)] [int] $TimeoutSeconds = 90
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Import-Module WebAdministration

if (-not (Test-Path "IIS:\Sites\$Site")) { throw "There is no IIS site '$Site' on $env:COMPUTERNAME. Get-Website lists them." }
if (-not (Test-Path "IIS:\AppPools\$Pool")) { throw "There is no application pool '$Pool' on $env:COMPUTERNAME. Get-IISAppPool lists them." }

if ($PSCmdlet.ShouldProcess("site '$Site'", 'stop')) {
    Set-ItemProperty "IIS:\Sites\$Site" -Name serverAutoStart -Value $false
    if ((Get-WebsiteState -Name $Site).Value -ne 'Stopped') { Stop-Website -Name $Site }
}
if ($PSCmdlet.ShouldProcess("application pool '$Pool'", 'stop')) {
    Set-ItemProperty "IIS:\AppPools\$Pool" -Name autoStart -Value $false
    if ((Get-WebAppPoolState -Name $Pool).Value -ne 'Stopped') { Stop-WebAppPool -Name $Pool }

    $deadline = (Get-Date).AddSeconds($TimeoutSeconds)
    while ((Get-WebAppPoolState -Name $Pool).Value -ne 'Stopped' -or @(Get-ChildItem "IIS:\AppPools\$Pool\WorkerProcesses").Count -gt 0) {
        if ((Get-Date) -gt $deadline) { throw "Application pool '$Pool' still has a worker process after $TimeoutSeconds seconds." }
        Start-Sleep -Milliseconds 500
    }
    Write-Output "stopped: site '$Site', application pool '$Pool'"
}
