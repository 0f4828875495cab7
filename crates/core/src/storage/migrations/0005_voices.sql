-- By what recordings are searched for voices before they are heard: the name of a detector, none for
-- the one that is built in. Rows of before are as they were, so that older acts can be undone.
ALTER TABLE study ADD COLUMN voices TEXT;
