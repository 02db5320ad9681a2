ALTER DATABASE :[database] MODIFY NAME = :[newName]
