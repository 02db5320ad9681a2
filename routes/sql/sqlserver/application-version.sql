-- The version of Halo that the database belongs to.
SELECT version FROM dbo.CONTROL
