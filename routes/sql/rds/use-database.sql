USE :[database]
