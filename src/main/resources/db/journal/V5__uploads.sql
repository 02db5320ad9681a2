-- How far a file has come under its part name, so that only the rest is sent after a cut, a restart or a reboot; JSON.
ALTER TABLE transfer ADD COLUMN sent VARCHAR;
