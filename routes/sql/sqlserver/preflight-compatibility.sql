-- Halo wants 130 or more. A level that the target does not support is raised there to the lowest that it does.
SELECT 'warning' AS severity, 'level' AS subject,
  d.name + ' has compatibility level ' + CONVERT(nvarchar(10), d.compatibility_level) + '; Halo wants 130 or more, and the target sets it after the move' AS detail,
  'Try it on the source or on the UAT copy first: plans of queries may change.' AS advice, 'customer' AS actor
FROM sys.databases AS d WHERE d.name = :'database' AND d.compatibility_level < 130
