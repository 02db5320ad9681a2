-- Features in use that not every edition has; a database with one the target's edition lacks does not come online there.
SELECT feature_name FROM sys.dm_db_persisted_sku_features
