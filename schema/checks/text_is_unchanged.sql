-- fail: an article's text is no longer the one its hash was taken of
SELECT 'articles ' || id AS row, url, text_sha256 AS detail
FROM articles WHERE text_sha256 <> encode(sha256(convert_to(text, 'UTF8')), 'hex')
