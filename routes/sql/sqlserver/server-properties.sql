-- The instance: name, version, edition, and what it says of itself.
SELECT CONVERT(nvarchar(128), SERVERPROPERTY('ServerName')) AS ServerName, CONVERT(nvarchar(128), SERVERPROPERTY('ProductVersion')) AS ProductVersion,
  CONVERT(int, SERVERPROPERTY('ProductMajorVersion')) AS ProductMajorVersion, CONVERT(nvarchar(128), SERVERPROPERTY('Edition')) AS Edition,
  @@VERSION AS Version
