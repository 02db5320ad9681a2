#Requires -Version 5.1

<#
.SYNOPSIS
    Tells whether everything that is named is stopped. Changes nothing.
.DESCRIPTION
    Writes the word "stopped" and ends with exit code 0 when all of it is; else writes what still runs and ends with 1. A name that does not
    exist is an error, too: a typing mistake must not count as proof. For processes there is no such check.
.EXAMPLE
    powershell -NoProfile -ExecutionPolicy Bypass -File is-stopped.ps1 -Site Halo -Pool Halo -Service HaloMail -Process HaloIntegrator
#>
[CmdletBinding()]
param(
    [string] $Site,
    [string] $Pool,
    [string] $Task,
    # The task's folder, with a backslash at both ends.
    [ValidatePattern('^\\(.*\\)?$')] [string] $TaskPath = '\',
    [string] $Service,
    # A process's name without .exe.
    [string] $Process
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

if (-not ($Site -or $Pool -or $Task -or $Service -or $Process)) { throw 'Name at least one of -Site, -Pool, -Task, -Service and -Process.' }

$running = @()
if ($Site -or $Pool) { Import-Module WebAdministration }
if ($Site) {
    if (-not (Test-Path "IIS:\Sites\$Site")) { throw "There is no IIS site '$Site' on $env:COMPUTERNAME." }
    $state = (Get-WebsiteState -Name $Site).Value
    if ($state -ne 'Stopped') { $running += "site '$Site' is $state" }
}
if ($Pool) {
    if (-not (Test-Path "IIS:\AppPools\$Pool")) { throw "There is no application pool '$Pool' on $env:COMPUTERNAME." }
    $state = (Get-WebAppPoolState -Name $Pool).Value
    $workers = @(Get-ChildItem "IIS:\AppPools\$Pool\WorkerProcesses").Count
    if ($state -ne 'Stopped') { $running += "application pool '$Pool' is $state" }
    elseif ($workers -gt 0) { $running += "application pool '$Pool' has $workers worker process(es) left" }
}
if ($Task) {
    $found = @(Get-ScheduledTask -TaskPath $TaskPath | Where-Object { $_.TaskName -eq $Task })
    if ($found.Count -ne 1) { throw "There is no scheduled task '$TaskPath$Task' on $env:COMPUTERNAME." }
    # A task that is only ready starts again by itself.
    if ($found[0].State -ne 'Disabled') { $running += "scheduled task '$TaskPath$Task' is $($found[0].State)" }
}
if ($Service) {
    $found = @(Get-Service | Where-Object { $_.Name -eq $Service })
    if ($found.Count -ne 1) { throw "There is no service '$Service' on $env:COMPUTERNAME." }
    if ($found[0].Status -ne 'Stopped') { $running += "service '$Service' is $($found[0].Status)" }
}
if ($Process) {
    $count = @(Get-Process | Where-Object { $_.ProcessName -eq $Process }).Count
    if ($count -gt 0) { $running += "process '$Process' runs $count time(s)" }
}

if ($running.Count -gt 0) {
    Write-Output "still running: $($running -join '; ')"
    exit 1
}
Write-Output 'stopped'
