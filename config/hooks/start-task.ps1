#Requires -Version 5.1

<#
.SYNOPSIS
    Enables a scheduled task (the integrator's) again; its own schedule starts it, or -Now does at once.
.DESCRIPTION
    Undoes stop-task.ps1. Ends with exit code 0 once the task is enabled, else with 1 and the reason. Needs an administrator.
.EXAMPLE
    powershell -NoProfile -ExecutionPolicy Bypass -File start-task.ps1 -Task 'Halo Integrator' -Now -WhatIf
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory)] [ValidateNotNullOrEmpty()] [string] $Task,
    # The task's folder, with a backslash at both ends.
    [ValidatePattern('^\\(.*\\)?$')] [string] $TaskPath = '\',
    # Runs it at once, beside its schedule.
    [switch] $Now
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$found = @(Get-ScheduledTask -TaskPath $TaskPath | Where-Object { $_.TaskName -eq $Task })
if ($found.Count -ne 1) { throw "There is no scheduled task '$TaskPath$Task' on $env:COMPUTERNAME. Get-ScheduledTask lists them." }

if ($PSCmdlet.ShouldProcess("scheduled task '$TaskPath$Task'", 'enable')) {
    Enable-ScheduledTask -InputObject $found[0] | Out-Null
    if ($Now) { Start-ScheduledTask -TaskPath $TaskPath -TaskName $Task }
    Write-Output "started: scheduled task '$TaskPath$Task'"
}
