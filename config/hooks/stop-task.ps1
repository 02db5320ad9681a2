#Requires -Version 5.1

<#
.SYNOPSIS
    Disables a scheduled task (the integrator's) and ends the run that may be going on.
.DESCRIPTION
    Disabled first, so that no run starts in between. Ends with exit code 0 once no run is left, else with 1 and the reason. Windows ends the
    task's own process only: check for processes that it started with is-stopped.ps1 -Process. start-task.ps1 undoes it. Needs an administrator.
.EXAMPLE
    powershell -NoProfile -ExecutionPolicy Bypass -File stop-task.ps1 -Task 'Halo Integrator' -WhatIf
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory)] [ValidateNotNullOrEmpty()] [string] $Task,
    # The task's folder, with a backslash at both ends.
    [ValidatePattern('^\\(.*\\)?$')] [string] $TaskPath = '\',
    [ValidateRange(1, 3600)] [int] $TimeoutSeconds = 90
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$found = @(Get-ScheduledTask -TaskPath $TaskPath | Where-Object { $_.TaskName -eq $Task })
if ($found.Count -ne 1) { throw "There is no scheduled task '$TaskPath$Task' on $env:COMPUTERNAME. Get-ScheduledTask lists them." }

if ($PSCmdlet.ShouldProcess("scheduled task '$TaskPath$Task'", 'disable and end')) {
    Disable-ScheduledTask -InputObject $found[0] | Out-Null
    Stop-ScheduledTask -TaskPath $TaskPath -TaskName $Task

    $deadline = (Get-Date).AddSeconds($TimeoutSeconds)
    while ((Get-ScheduledTask -TaskPath $TaskPath -TaskName $Task).State -in 'Running', 'Queued') {
        if ((Get-Date) -gt $deadline) { throw "Scheduled task '$TaskPath$Task' still runs after $TimeoutSeconds seconds." }
        Start-Sleep -Milliseconds 500
    }
    Write-Output "stopped: scheduled task '$TaskPath$Task'"
}
