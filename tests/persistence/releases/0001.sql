-- What the first release kept: one case with its notice. Never changed once released.
PRAGMA foreign_keys = OFF;
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE capture_device (
	filing_reference TEXT NOT NULL, 
	group_key TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	answers JSON NOT NULL, 
	location TEXT NOT NULL, 
	device_type TEXT NOT NULL, 
	code TEXT NOT NULL, 
	CONSTRAINT pk_capture_device PRIMARY KEY (filing_reference, group_key, position), 
	CONSTRAINT ck_capture_device_position_from_1 CHECK (position >= 1), 
	CONSTRAINT fk_capture_device_filing_reference_filing FOREIGN KEY(filing_reference) REFERENCES filing (reference)
)
 WITHOUT ROWID

;
INSERT INTO "capture_device" VALUES('AJ0000000001','devices',1,'{"devices[].location":"一楼大门","devices[].device_type":"dome"}','一楼大门','dome','');
INSERT INTO "capture_device" VALUES('AJ0000000001','devices',2,'{"devices[].location":"收银台","devices[].device_type":"bullet"}','收银台','bullet','');
CREATE TABLE desk (
	window TEXT NOT NULL, 
	cases JSON NOT NULL, 
	active TEXT NOT NULL, 
	CONSTRAINT pk_desk PRIMARY KEY (window)
);
INSERT INTO "desk" VALUES('3号窗口','["AJ0000000001"]','AJ0000000001');
CREATE TABLE filing (
	reference TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	form_kind TEXT NOT NULL, 
	edition TEXT NOT NULL, 
	state TEXT NOT NULL, 
	custody TEXT NOT NULL, 
	received_at DATETIME NOT NULL, 
	received_on DATE NOT NULL, 
	zone TEXT NOT NULL, 
	answers JSON NOT NULL, 
	row_groups JSON NOT NULL, 
	materials JSON NOT NULL, 
	clerk TEXT NOT NULL, 
	window TEXT NOT NULL, 
	focus TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	saved_at DATETIME NOT NULL, 
	unit_name TEXT NOT NULL, 
	unit_key TEXT NOT NULL, 
	uscc TEXT NOT NULL, 
	system_address TEXT NOT NULL, 
	address_key TEXT NOT NULL, 
	agent_masked TEXT NOT NULL, 
	CONSTRAINT pk_filing PRIMARY KEY (reference), 
	CONSTRAINT ck_filing_version_counts_up CHECK (version >= 0)
);
INSERT INTO "filing" VALUES('AJ0000000001','initial','filing','2025-05','deficient','at_window','2026-03-02 02:42:00.000000','2026-03-02','Asia/Shanghai','{"unit.name":"大关县示例商贸有限公司","unit.kind":"enterprise","unit.uscc":"91530624MA6K3R7Q38","agent.name":"颜𬱖","agent.id_type":"resident_id","agent.id_number":"530624199003071217","system.address":"大关县翠华镇示例路1号","system.device_count":2,"system.function_types":["video"],"system.retention_days":30}','["devices"]','{"agent_id":{"state":"accepted","defects":[],"note":"","original":true,"count":1,"pages":1},"authorization_letter":{"state":"rejected","defects":["not_sealed"],"note":"","original":true,"count":1,"pages":1}}','王敏','3号窗口','system.address',1,'2026-03-02 02:42:00.000000','大关县示例商贸有限公司','大关县示例商贸有限公司','91530624MA6K3R7Q38','大关县翠华镇示例路1号','大关县翠华镇示例路1号','颜*');
CREATE TABLE history (
	position INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	zone TEXT NOT NULL, 
	clerk TEXT NOT NULL, 
	window TEXT NOT NULL, 
	act TEXT NOT NULL, 
	reference TEXT NOT NULL, 
	details JSON NOT NULL, 
	CONSTRAINT pk_history PRIMARY KEY (position)
);
INSERT INTO "history" VALUES(1,'2026-03-02 02:42:00.000000','Asia/Shanghai','王敏','3号窗口','notice.issued','AJ0000000001','{"deficiencies":1,"number":"BG2026-0001"}');
CREATE TABLE issued_number (
	series TEXT NOT NULL, 
	year INTEGER NOT NULL, 
	ordinal INTEGER NOT NULL, 
	taken_at DATETIME NOT NULL, 
	zone TEXT NOT NULL, 
	voided_at DATETIME, 
	voided_reason TEXT, 
	CONSTRAINT pk_issued_number PRIMARY KEY (series, year, ordinal), 
	CONSTRAINT ck_issued_number_ordinal_from_1 CHECK (ordinal >= 1), 
	CONSTRAINT fk_issued_number_series_year_number_series FOREIGN KEY(series, year) REFERENCES number_series (series, year)
)
 WITHOUT ROWID

;
INSERT INTO "issued_number" VALUES('备告',2026,1,'2026-03-02 02:42:00.000000','Asia/Shanghai',NULL,NULL);
CREATE TABLE issued_paper (
	position INTEGER NOT NULL, 
	paper_id TEXT NOT NULL, 
	document TEXT NOT NULL, 
	series TEXT, 
	year INTEGER, 
	ordinal INTEGER, 
	reference TEXT NOT NULL, 
	issued_at DATETIME NOT NULL, 
	zone TEXT NOT NULL, 
	edition TEXT NOT NULL, 
	content JSON NOT NULL, 
	prints INTEGER NOT NULL, 
	CONSTRAINT pk_issued_paper PRIMARY KEY (position), 
	CONSTRAINT ck_issued_paper_prints_count_up CHECK (prints >= 0), 
	CONSTRAINT fk_issued_paper_series_year_ordinal_issued_number FOREIGN KEY(series, year, ordinal) REFERENCES issued_number (series, year, ordinal), 
	CONSTRAINT uq_issued_paper_paper_id UNIQUE (paper_id)
);
INSERT INTO "issued_paper" VALUES(1,'7f0c6f0e5c5a4b0f8f0e0d0c0b0a0908','deficiency_notice','备告',2026,1,'AJ0000000001','2026-03-02 02:42:00.000000','Asia/Shanghai','2025-05','{"number":"BG2026-0001"}',1);
CREATE TABLE number_series (
	series TEXT NOT NULL, 
	year INTEGER NOT NULL, 
	last INTEGER NOT NULL, 
	CONSTRAINT pk_number_series PRIMARY KEY (series, year), 
	CONSTRAINT ck_number_series_last_counts_up CHECK (last >= 0)
)
 WITHOUT ROWID

;
INSERT INTO "number_series" VALUES('备告',2026,1);
CREATE TABLE office (
	id INTEGER NOT NULL, 
	office JSON NOT NULL, 
	CONSTRAINT pk_office PRIMARY KEY (id), 
	CONSTRAINT ck_office_only_one CHECK (id = 1)
);
INSERT INTO "office" VALUES(1,'{"name":"大关县公安局","division":"530624","prefix":"大公(视)","phone":"0870-5620110","hours":"工作日9:00至17:00","address":"","department":"科技信息化部门","time_zone":"Asia/Shanghai","area":{"west":"73","south":"3","east":"136","north":"54"},"shared_keys":[]}');
CREATE TABLE state_change (
	position INTEGER NOT NULL, 
	filing_reference TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	zone TEXT NOT NULL, 
	clerk TEXT NOT NULL, 
	window TEXT NOT NULL, 
	state_before TEXT NOT NULL, 
	state TEXT NOT NULL, 
	custody_before TEXT NOT NULL, 
	custody TEXT NOT NULL, 
	CONSTRAINT pk_state_change PRIMARY KEY (position), 
	CONSTRAINT fk_state_change_filing_reference_filing FOREIGN KEY(filing_reference) REFERENCES filing (reference)
);
INSERT INTO "state_change" VALUES(1,'AJ0000000001','2026-03-02 02:42:00.000000','Asia/Shanghai','王敏','3号窗口','','draft','','none');
INSERT INTO "state_change" VALUES(2,'AJ0000000001','2026-03-02 02:42:00.000000','Asia/Shanghai','王敏','3号窗口','draft','deficient','none','at_window');
CREATE INDEX ix_filing_received_on ON filing (received_on);
CREATE INDEX ix_filing_state ON filing (state);
CREATE INDEX ix_filing_unit_key_address_key ON filing (unit_key, address_key);
CREATE INDEX ix_filing_uscc_address_key ON filing (uscc, address_key);
CREATE INDEX ix_state_change_filing_reference ON state_change (filing_reference);
CREATE INDEX ix_issued_paper_reference ON issued_paper (reference);
CREATE UNIQUE INDEX ix_issued_paper_series_year_ordinal ON issued_paper (series, year, ordinal);
CREATE INDEX ix_history_at ON history (at);
CREATE INDEX ix_history_reference ON history (reference);
CREATE TRIGGER history_no_update BEFORE UPDATE ON history BEGIN SELECT RAISE(ABORT, 'history is written once'); END;
CREATE TRIGGER history_no_delete BEFORE DELETE ON history BEGIN SELECT RAISE(ABORT, 'history is written once'); END;
CREATE TRIGGER state_change_no_update BEFORE UPDATE ON state_change BEGIN SELECT RAISE(ABORT, 'state_change is written once'); END;
CREATE TRIGGER state_change_no_delete BEFORE DELETE ON state_change BEGIN SELECT RAISE(ABORT, 'state_change is written once'); END;
CREATE TRIGGER issued_number_no_update BEFORE UPDATE OF series, year, ordinal, taken_at, zone ON issued_number BEGIN SELECT RAISE(ABORT, 'issued_number is written once'); END;
CREATE TRIGGER issued_number_no_delete BEFORE DELETE ON issued_number BEGIN SELECT RAISE(ABORT, 'issued_number is written once'); END;
CREATE TRIGGER issued_paper_no_update BEFORE UPDATE OF position, paper_id, document, series, year, ordinal, reference, issued_at, zone, edition, content ON issued_paper BEGIN SELECT RAISE(ABORT, 'issued_paper is written once'); END;
CREATE TRIGGER issued_paper_no_delete BEFORE DELETE ON issued_paper BEGIN SELECT RAISE(ABORT, 'issued_paper is written once'); END;
COMMIT;
