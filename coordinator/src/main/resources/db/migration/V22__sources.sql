-- What a dataset was read from, where that was no upload: JSON, as it was asked for.
alter table dataset add column sources text;

-- What a row was made from, where its source says more than the dataset does: JSON, such as the job and the item of a
-- correction, and who made it.
alter table dataset_row add column origin text;
