MERGE INTO rejections
USING rejected
ON rejections.day = rejected.day AND rejections.reason = rejected.reason AND rejections.source = rejected.source
    AND rejections.write_key = rejected.write_key
WHEN MATCHED THEN UPDATE SET events = rejections.events + rejected.events
WHEN NOT MATCHED THEN INSERT VALUES (rejected.day, rejected.reason, rejected.source, rejected.events, rejected.write_key)
