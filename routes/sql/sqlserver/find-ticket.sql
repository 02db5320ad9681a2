-- A ticket that is newer than another and has a word in its subject. No row: there is none.
SELECT faultid FROM dbo.FAULTS WHERE faultid > :#after AND symptom LIKE :#pattern
