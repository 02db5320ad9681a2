-- Only for a copy that the journal says was made here.
DROP DATABASE :[database]
