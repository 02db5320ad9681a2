ALTER DATABASE :[database] SET COMPATIBILITY_LEVEL = :number(level)
