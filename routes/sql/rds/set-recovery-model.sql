ALTER DATABASE :[database] SET RECOVERY :if(full | FULL):if(bulkLogged | BULK_LOGGED):if(simple | SIMPLE)
