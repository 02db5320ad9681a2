-- Halo's own encryption of stored passwords, by a certificate on the application server: rencthumbprint has to be empty. ISNULL runs on
-- every version; IIF only from 2012 on.
SELECT CASE WHEN :number(allowEncrypted) = 1 THEN 'warning' ELSE 'failed' END AS severity, 'rencthumbprint' AS subject,
  'Halo encrypts stored passwords with a certificate of its application server: rencthumbprint in dbo.CONTROL is not empty' AS detail,
  'Turn that encryption off in Halo and remove the certificate''s thumbprint, or agree with the host''s infrastructure team on the certificate and set preflight.allow-encrypted.' AS advice,
  'customer' AS actor
FROM dbo.CONTROL WHERE ISNULL(rencthumbprint, '') <> ''
