-- Tables whose rows are compared, with their columns in order; computed columns carry nothing of their own.
SELECT SCHEMA_NAME(t.schema_id) AS table_schema, t.name AS table_name, c.name AS column_name, TYPE_NAME(c.user_type_id) AS type_name, c.column_id
FROM sys.tables AS t
JOIN sys.columns AS c ON c.object_id = t.object_id
WHERE t.is_ms_shipped = 0 AND c.is_computed = 0
ORDER BY table_schema, table_name, c.column_id
