-- The number of the newest ticket of the hosted Halo; 0 where there is none.
SELECT COALESCE(MAX(faultid), 0) AS faultid FROM dbo.FAULTS
