-- What the release of 0003 kept: a complete case with its receipt, a deficient one with its notice. Never changed once released.
PRAGMA foreign_keys = OFF;
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0003');
CREATE TABLE broken_promise (
	position INTEGER NOT NULL, 
	paper_id TEXT NOT NULL, 
	filing_reference TEXT NOT NULL, 
	code TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	supervisor TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	zone TEXT NOT NULL, 
	clerk TEXT NOT NULL, 
	window TEXT NOT NULL, 
	CONSTRAINT pk_broken_promise PRIMARY KEY (position), 
	CONSTRAINT fk_broken_promise_paper_id_issued_paper FOREIGN KEY(paper_id) REFERENCES issued_paper (paper_id), 
	CONSTRAINT fk_broken_promise_filing_reference_filing FOREIGN KEY(filing_reference) REFERENCES filing (reference)
);
CREATE TABLE capture_device (
	filing_reference TEXT NOT NULL, 
	group_key TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	answers JSON NOT NULL, 
	location TEXT NOT NULL, 
	device_type TEXT NOT NULL, 
	code TEXT NOT NULL, code_reversed TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_capture_device PRIMARY KEY (filing_reference, group_key, position), 
	CONSTRAINT ck_capture_device_position_from_1 CHECK (position >= 1), 
	CONSTRAINT fk_capture_device_filing_reference_filing FOREIGN KEY(filing_reference) REFERENCES filing (reference)
)
 WITHOUT ROWID

;
INSERT INTO "capture_device" VALUES('AJ81GS1ZG9D0','devices',1,'{"devices[].location":"一楼东门","devices[].device_type":"dome"}','一楼东门','dome','','');
INSERT INTO "capture_device" VALUES('AJ81GS1ZG9D0','devices',2,'{"devices[].location":"地下停车场入口","devices[].device_type":"bullet"}','地下停车场入口','bullet','','');
INSERT INTO "capture_device" VALUES('AJ81GS1ZG9D0','devices',3,'{"devices[].location":"三楼扶梯口","devices[].device_type":"ptz"}','三楼扶梯口','ptz','','');
INSERT INTO "capture_device" VALUES('AJD6CRWKAGW5','devices',1,'{"devices[].location":"一楼东门","devices[].device_type":"dome"}','一楼东门','dome','','');
INSERT INTO "capture_device" VALUES('AJD6CRWKAGW5','devices',2,'{"devices[].location":"地下停车场入口","devices[].device_type":"bullet"}','地下停车场入口','bullet','','');
INSERT INTO "capture_device" VALUES('AJD6CRWKAGW5','devices',3,'{"devices[].location":"三楼扶梯口","devices[].device_type":"ptz"}','三楼扶梯口','ptz','','');
CREATE TABLE delivery (
	position INTEGER NOT NULL, 
	paper_id TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	zone TEXT NOT NULL, 
	clerk TEXT NOT NULL, 
	window TEXT NOT NULL, 
	way TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	witness TEXT NOT NULL, 
	CONSTRAINT pk_delivery PRIMARY KEY (position), 
	CONSTRAINT fk_delivery_paper_id_issued_paper FOREIGN KEY(paper_id) REFERENCES issued_paper (paper_id)
);
CREATE TABLE desk (
	window TEXT NOT NULL, 
	cases JSON NOT NULL, 
	active TEXT NOT NULL, parked JSON DEFAULT '[]' NOT NULL, 
	CONSTRAINT pk_desk PRIMARY KEY (window)
);
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
	agent_masked TEXT NOT NULL, changes TEXT DEFAULT '' NOT NULL, platform_number TEXT DEFAULT '' NOT NULL, filed_on DATE, place_category TEXT DEFAULT '' NOT NULL, state_since DATETIME, held_since DATE, 
	CONSTRAINT pk_filing PRIMARY KEY (reference), 
	CONSTRAINT ck_filing_version_counts_up CHECK (version >= 0)
);
INSERT INTO "filing" VALUES('AJD6CRWKAGW5','initial','filing','2025-05','complete','at_window','2026-11-24 08:17:52.110623','2026-03-02','Asia/Shanghai','{"unit.name":"大关县青禾商贸有限公司","unit.kind":"enterprise","unit.uscc":"91530624MA6K3R7Q38","unit.address":"大关县翠华镇人民路12号","agent.name":"周文","agent.id_type":"resident_id","agent.id_number":"530624199003071217","agent.phone":"13800000000","system.name":"青禾广场视频监控系统","system.place_category":"commerce","system.division":"530624","system.address":"大关县翠华镇人民路12号青禾广场","system.in_use_since":"2026-02-10","system.device_count":3,"system.function_types":["video"],"system.retention_days":30}','["devices"]','{"agent_id":{"state":"accepted","defects":[],"note":"","original":true,"count":1,"pages":1,"held_since":"2026-03-02","brought":0},"authorization_letter":{"state":"accepted","defects":[],"note":"","original":true,"count":1,"pages":1,"held_since":"2026-03-02","brought":0}}','值班人员','公安窗口','',1,'2026-11-24 08:17:52.191634','大关县青禾商贸有限公司','大关县青禾商贸有限公司','91530624MA6K3R7Q38','大关县翠华镇人民路12号青禾广场','大关县翠华镇人民路12号青禾广场','周*','','',NULL,'commerce','2026-11-24 08:17:52.193796','2026-03-02');
INSERT INTO "filing" VALUES('AJ81GS1ZG9D0','initial','filing','2025-05','deficient','none','2026-11-24 08:17:55.075354','2026-03-02','Asia/Shanghai','{"unit.name":"大关县青禾商贸有限公司","unit.kind":"enterprise","unit.uscc":"91530624MA6K3R7Q38","unit.address":"大关县翠华镇人民路12号","agent.name":"周文","agent.id_type":"resident_id","agent.id_number":"530624199003071217","agent.phone":"13800000000","system.name":"青禾广场视频监控系统","system.place_category":"commerce","system.division":"530624","system.address":"大关县翠华镇人民路12号青禾广场","system.in_use_since":"2026-02-10","system.device_count":3,"system.function_types":["video"],"system.retention_days":30}','["devices"]','{"agent_id":{"state":"accepted","defects":[],"note":"","original":true,"count":1,"pages":1,"held_since":null,"brought":0},"authorization_letter":{"state":"rejected","defects":["not_sealed"],"note":"","original":true,"count":1,"pages":1,"held_since":null,"brought":0}}','值班人员','公安窗口','',1,'2026-11-24 08:17:55.121843','大关县青禾商贸有限公司','大关县青禾商贸有限公司','91530624MA6K3R7Q38','大关县翠华镇人民路12号青禾广场','大关县翠华镇人民路12号青禾广场','周*','','',NULL,'commerce','2026-11-24 08:17:55.123765',NULL);
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
INSERT INTO "history" VALUES(1,'2026-11-24 08:17:52.105933','Asia/Shanghai','值班人员','公安窗口','office.saved','','{}');
INSERT INTO "history" VALUES(2,'2026-11-24 08:17:52.129387','Asia/Shanghai','值班人员','公安窗口','case.opened','AJD6CRWKAGW5','{"edition":"2025-05"}');
INSERT INTO "history" VALUES(3,'2026-11-24 08:17:52.228061','Asia/Shanghai','值班人员','公安窗口','receipt.issued','AJD6CRWKAGW5','{"number":"BS2026-0001"}');
INSERT INTO "history" VALUES(4,'2026-11-24 08:17:52.257068','Asia/Shanghai','值班人员','公安窗口','paper.printed','AJD6CRWKAGW5','{"document":"material_receipt","print":1}');
INSERT INTO "history" VALUES(5,'2026-11-24 08:17:52.756559','Asia/Shanghai','值班人员','公安窗口','paper.exported','AJD6CRWKAGW5','{"document":"material_receipt"}');
INSERT INTO "history" VALUES(6,'2026-11-24 08:17:53.089587','Asia/Shanghai','值班人员','公安窗口','paper.printed','AJD6CRWKAGW5','{"document":"platform_sheet","print":1}');
INSERT INTO "history" VALUES(7,'2026-11-24 08:17:53.157866','Asia/Shanghai','值班人员','公安窗口','paper.exported','AJD6CRWKAGW5','{"document":"platform_sheet"}');
INSERT INTO "history" VALUES(8,'2026-11-24 08:17:55.090552','Asia/Shanghai','值班人员','公安窗口','case.opened','AJ81GS1ZG9D0','{"edition":"2025-05"}');
INSERT INTO "history" VALUES(9,'2026-11-24 08:17:55.139650','Asia/Shanghai','值班人员','公安窗口','notice.issued','AJ81GS1ZG9D0','{"deficiencies":1,"number":"BG2026-0001"}');
INSERT INTO "history" VALUES(10,'2026-11-24 08:17:55.149532','Asia/Shanghai','值班人员','公安窗口','paper.printed','AJ81GS1ZG9D0','{"document":"deficiency_notice","print":1}');
INSERT INTO "history" VALUES(11,'2026-11-24 08:17:55.334122','Asia/Shanghai','值班人员','公安窗口','paper.exported','AJ81GS1ZG9D0','{"document":"deficiency_notice"}');
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
INSERT INTO "issued_number" VALUES('备告',2026,1,'2026-11-24 08:17:55.136432','Asia/Shanghai',NULL,NULL);
INSERT INTO "issued_number" VALUES('备收',2026,1,'2026-11-24 08:17:52.209824','Asia/Shanghai',NULL,NULL);
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
INSERT INTO "issued_paper" VALUES(1,'3dff9c0d8d8b4958a933aac1242214dd','material_receipt','备收',2026,1,'AJD6CRWKAGW5','2026-11-24 08:17:52.171821','Asia/Shanghai','2025-05','{"document":"material_receipt","form":"filing","number":{"series":"备收","year":2026,"ordinal":1},"barcode":"BS2026-0001","issued_at":"2026-11-24T16:17:52.171821+08:00","received_at":"2026-03-02T16:17:52.110623+08:00","office":{"name":"县级公安机关","division":"","prefix":"","phone":"","hours":"工作日9:00至17:00","address":"","department":"科技信息化部门","time_zone":"Asia/Shanghai","area":{"west":"73","south":"3","east":"136","north":"54"},"shared_keys":[],"platform_number_format":""},"post":{"clerk":"值班人员","window":"公安窗口"},"answers":{"raw":{"unit.name":"大关县青禾商贸有限公司","unit.kind":"enterprise","unit.uscc":"91530624MA6K3R7Q38","unit.address":"大关县翠华镇人民路12号","agent.name":"周文","agent.id_type":"resident_id","agent.id_number":"530624199003071217","agent.phone":"13800000000","system.name":"青禾广场视频监控系统","system.place_category":"commerce","system.division":"530624","system.address":"大关县翠华镇人民路12号青禾广场","system.in_use_since":"2026-02-10","system.device_count":3,"system.function_types":["video"],"system.retention_days":30},"rows":{"devices":[{"devices[].location":"一楼东门","devices[].device_type":"dome"},{"devices[].location":"地下停车场入口","devices[].device_type":"bullet"},{"devices[].location":"三楼扶梯口","devices[].device_type":"ptz"}]}},"materials":{"agent_id":{"state":"accepted","defects":[],"note":"","original":true,"count":1,"pages":1,"held_since":"2026-03-02","brought":0},"authorization_letter":{"state":"accepted","defects":[],"note":"","original":true,"count":1,"pages":1,"held_since":"2026-03-02","brought":0}},"deficiencies":[],"advisories":[],"unreviewed":[],"transfer_due":{"date":"2026-04-02","explanation":"1个月:自3月3日起算(3月2日当日不计),到对应日4月2日","calendar_complete":true},"papers_kept":true,"platform_number":"","filed_on":null,"changes":[],"again":null}',1);
INSERT INTO "issued_paper" VALUES(2,'062d222903134155a8fc82d52f3cc491','platform_sheet',NULL,NULL,NULL,'AJD6CRWKAGW5','2026-11-24 08:17:52.171821','Asia/Shanghai','2025-05','{"document":"platform_sheet","form":"filing","number":null,"barcode":"BS2026-0001","issued_at":"2026-11-24T16:17:52.171821+08:00","received_at":"2026-03-02T16:17:52.110623+08:00","office":{"name":"县级公安机关","division":"","prefix":"","phone":"","hours":"工作日9:00至17:00","address":"","department":"科技信息化部门","time_zone":"Asia/Shanghai","area":{"west":"73","south":"3","east":"136","north":"54"},"shared_keys":[],"platform_number_format":""},"post":{"clerk":"值班人员","window":"公安窗口"},"answers":{"raw":{"unit.name":"大关县青禾商贸有限公司","unit.kind":"enterprise","unit.uscc":"91530624MA6K3R7Q38","unit.address":"大关县翠华镇人民路12号","agent.name":"周文","agent.id_type":"resident_id","agent.id_number":"530624199003071217","agent.phone":"13800000000","system.name":"青禾广场视频监控系统","system.place_category":"commerce","system.division":"530624","system.address":"大关县翠华镇人民路12号青禾广场","system.in_use_since":"2026-02-10","system.device_count":3,"system.function_types":["video"],"system.retention_days":30},"rows":{"devices":[{"devices[].location":"一楼东门","devices[].device_type":"dome"},{"devices[].location":"地下停车场入口","devices[].device_type":"bullet"},{"devices[].location":"三楼扶梯口","devices[].device_type":"ptz"}]}},"materials":{"agent_id":{"state":"accepted","defects":[],"note":"","original":true,"count":1,"pages":1,"held_since":"2026-03-02","brought":0},"authorization_letter":{"state":"accepted","defects":[],"note":"","original":true,"count":1,"pages":1,"held_since":"2026-03-02","brought":0}},"deficiencies":[],"advisories":[],"unreviewed":[],"transfer_due":{"date":"2026-04-02","explanation":"1个月:自3月3日起算(3月2日当日不计),到对应日4月2日","calendar_complete":true},"papers_kept":true,"platform_number":"","filed_on":null,"changes":[],"again":null}',1);
INSERT INTO "issued_paper" VALUES(3,'451db0ab83a44f19baba0cad9e7a172b','deficiency_notice','备告',2026,1,'AJ81GS1ZG9D0','2026-11-24 08:17:55.110996','Asia/Shanghai','2025-05','{"document":"deficiency_notice","form":"filing","number":{"series":"备告","year":2026,"ordinal":1},"barcode":"BG2026-0001","issued_at":"2026-11-24T16:17:55.110996+08:00","received_at":"2026-03-02T16:17:55.075354+08:00","office":{"name":"县级公安机关","division":"","prefix":"","phone":"","hours":"工作日9:00至17:00","address":"","department":"科技信息化部门","time_zone":"Asia/Shanghai","area":{"west":"73","south":"3","east":"136","north":"54"},"shared_keys":[],"platform_number_format":""},"post":{"clerk":"值班人员","window":"公安窗口"},"answers":{"raw":{"unit.name":"大关县青禾商贸有限公司","unit.kind":"enterprise","unit.uscc":"91530624MA6K3R7Q38","unit.address":"大关县翠华镇人民路12号","agent.name":"周文","agent.id_type":"resident_id","agent.id_number":"530624199003071217","agent.phone":"13800000000","system.name":"青禾广场视频监控系统","system.place_category":"commerce","system.division":"530624","system.address":"大关县翠华镇人民路12号青禾广场","system.in_use_since":"2026-02-10","system.device_count":3,"system.function_types":["video"],"system.retention_days":30},"rows":{"devices":[{"devices[].location":"一楼东门","devices[].device_type":"dome"},{"devices[].location":"地下停车场入口","devices[].device_type":"bullet"},{"devices[].location":"三楼扶梯口","devices[].device_type":"ptz"}]}},"materials":{"agent_id":{"state":"accepted","defects":[],"note":"","original":true,"count":1,"pages":1,"held_since":null,"brought":0},"authorization_letter":{"state":"rejected","defects":["not_sealed"],"note":"","original":true,"count":1,"pages":1,"held_since":null,"brought":0}},"deficiencies":[{"code":"authorization_letter.not_sealed","key":"authorization_letter","label":"加盖单位公章的委托办理备案授权书","message":"委托办理备案授权书未加盖单位公章","requirement":"授权书加盖单位公章","basis":"《规定》第六条","mend":"带回单位加盖公章后提交"}],"advisories":[],"unreviewed":[],"transfer_due":{"date":"2026-04-02","explanation":"1个月:自3月3日起算(3月2日当日不计),到对应日4月2日","calendar_complete":true},"papers_kept":false,"platform_number":"","filed_on":null,"changes":[],"again":null}',1);
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
INSERT INTO "number_series" VALUES('备收',2026,1);
CREATE TABLE office (
	id INTEGER NOT NULL, 
	office JSON NOT NULL, 
	CONSTRAINT pk_office PRIMARY KEY (id), 
	CONSTRAINT ck_office_only_one CHECK (id = 1)
);
INSERT INTO "office" VALUES(1,'{"name":"县级公安机关","division":"","prefix":"","phone":"","hours":"工作日9:00至17:00","address":"","department":"科技信息化部门","time_zone":"Asia/Shanghai","area":{"west":"73","south":"3","east":"136","north":"54"},"shared_keys":[],"platform_number_format":""}');
CREATE TABLE platform_tick (
	filing_reference TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	zone TEXT NOT NULL, 
	clerk TEXT NOT NULL, 
	window TEXT NOT NULL, 
	CONSTRAINT pk_platform_tick PRIMARY KEY (filing_reference, "key"), 
	CONSTRAINT fk_platform_tick_filing_reference_filing FOREIGN KEY(filing_reference) REFERENCES filing (reference)
)
 WITHOUT ROWID

;
CREATE TABLE scan (
	scan_id TEXT NOT NULL, 
	filing_reference TEXT NOT NULL, 
	material_key TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	media_type TEXT NOT NULL, 
	size INTEGER NOT NULL, 
	pages INTEGER NOT NULL, 
	rotation INTEGER NOT NULL, 
	attached_at DATETIME NOT NULL, 
	zone TEXT NOT NULL, 
	clerk TEXT NOT NULL, 
	window TEXT NOT NULL, 
	removed_at DATETIME, 
	CONSTRAINT pk_scan PRIMARY KEY (scan_id), 
	CONSTRAINT fk_scan_filing_reference_filing FOREIGN KEY(filing_reference) REFERENCES filing (reference)
);
CREATE TABLE search_entry (
	doc INTEGER NOT NULL, 
	reference TEXT NOT NULL, 
	digest BIGINT NOT NULL, 
	words TEXT, 
	CONSTRAINT pk_search_entry PRIMARY KEY (doc), 
	CONSTRAINT fk_search_entry_reference_filing FOREIGN KEY(reference) REFERENCES filing (reference), 
	CONSTRAINT uq_search_entry_reference UNIQUE (reference)
);
INSERT INTO "search_entry" VALUES(999999998,'AJ81GS1ZG9D0',4681256719554278168,NULL);
INSERT INTO "search_entry" VALUES(999999999,'AJD6CRWKAGW5',8135137894439259984,NULL);
CREATE TABLE search_state (
	id INTEGER NOT NULL, 
	edition TEXT NOT NULL, 
	generation INTEGER NOT NULL, 
	opened INTEGER NOT NULL, 
	phase TEXT NOT NULL, 
	next_doc INTEGER NOT NULL, 
	CONSTRAINT pk_search_state PRIMARY KEY (id), 
	CONSTRAINT ck_search_state_only_one CHECK (id = 1)
);
INSERT INTO "search_state" VALUES(1,'',0,2,'entering',1000000000);
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
INSERT INTO "state_change" VALUES(1,'AJD6CRWKAGW5','2026-11-24 08:17:52.127342','Asia/Shanghai','值班人员','公安窗口','','draft','','none');
INSERT INTO "state_change" VALUES(2,'AJD6CRWKAGW5','2026-11-24 08:17:52.203546','Asia/Shanghai','值班人员','公安窗口','draft','complete','none','at_window');
INSERT INTO "state_change" VALUES(3,'AJ81GS1ZG9D0','2026-11-24 08:17:55.088997','Asia/Shanghai','值班人员','公安窗口','','draft','','none');
INSERT INTO "state_change" VALUES(4,'AJ81GS1ZG9D0','2026-11-24 08:17:55.131552','Asia/Shanghai','值班人员','公安窗口','draft','deficient','none','none');
CREATE TABLE supervisor (
	name TEXT NOT NULL, 
	pin_hash TEXT NOT NULL, 
	set_at DATETIME NOT NULL, 
	zone TEXT NOT NULL, 
	CONSTRAINT pk_supervisor PRIMARY KEY (name)
);
CREATE VIRTUAL TABLE search_word USING fts5(words, content='', contentless_delete=1, detail=none, tokenize='ascii');
-- The index of words is made anew from the cases.
UPDATE search_entry SET digest = 0;
UPDATE search_state SET edition = '';
CREATE INDEX ix_broken_promise_at ON broken_promise (at);
CREATE INDEX ix_broken_promise_paper_id ON broken_promise (paper_id);
CREATE INDEX ix_capture_device_code ON capture_device (code);
CREATE INDEX ix_capture_device_code_reversed ON capture_device (code_reversed);
CREATE INDEX ix_delivery_paper_id ON delivery (paper_id);
CREATE INDEX ix_filing_changes ON filing (changes);
CREATE INDEX ix_filing_custody_held_since_reference ON filing (custody, held_since, reference);
CREATE INDEX ix_filing_filed_on ON filing (filed_on);
CREATE INDEX ix_filing_platform_number ON filing (platform_number);
CREATE INDEX ix_filing_received_on ON filing (received_on);
CREATE INDEX ix_filing_state ON filing (state);
CREATE INDEX ix_filing_state_state_since_reference ON filing (state, state_since, reference);
CREATE INDEX ix_filing_unit_key_address_key ON filing (unit_key, address_key);
CREATE INDEX ix_filing_uscc_address_key ON filing (uscc, address_key);
CREATE INDEX ix_history_at ON history (at);
CREATE INDEX ix_history_reference ON history (reference);
CREATE INDEX ix_issued_number_taken_at ON issued_number (taken_at);
CREATE INDEX ix_issued_number_voided_at ON issued_number (voided_at);
CREATE INDEX ix_issued_paper_prints_issued_at ON issued_paper (prints, issued_at);
CREATE INDEX ix_issued_paper_reference ON issued_paper (reference);
CREATE UNIQUE INDEX ix_issued_paper_series_year_ordinal ON issued_paper (series, year, ordinal);
CREATE INDEX ix_scan_filing_reference ON scan (filing_reference);
CREATE INDEX ix_scan_sha256 ON scan (sha256);
CREATE INDEX ix_state_change_filing_reference ON state_change (filing_reference);
CREATE TRIGGER broken_promise_no_delete BEFORE DELETE ON broken_promise BEGIN SELECT RAISE(ABORT, 'broken_promise is written once'); END;
CREATE TRIGGER broken_promise_no_update BEFORE UPDATE ON broken_promise BEGIN SELECT RAISE(ABORT, 'broken_promise is written once'); END;
CREATE TRIGGER delivery_no_delete BEFORE DELETE ON delivery BEGIN SELECT RAISE(ABORT, 'delivery is written once'); END;
CREATE TRIGGER delivery_no_update BEFORE UPDATE ON delivery BEGIN SELECT RAISE(ABORT, 'delivery is written once'); END;
CREATE TRIGGER history_no_delete BEFORE DELETE ON history BEGIN SELECT RAISE(ABORT, 'history is written once'); END;
CREATE TRIGGER history_no_update BEFORE UPDATE ON history BEGIN SELECT RAISE(ABORT, 'history is written once'); END;
CREATE TRIGGER issued_number_no_delete BEFORE DELETE ON issued_number BEGIN SELECT RAISE(ABORT, 'issued_number is written once'); END;
CREATE TRIGGER issued_number_no_update BEFORE UPDATE OF series, year, ordinal, taken_at, zone ON issued_number BEGIN SELECT RAISE(ABORT, 'issued_number is written once'); END;
CREATE TRIGGER issued_paper_no_delete BEFORE DELETE ON issued_paper BEGIN SELECT RAISE(ABORT, 'issued_paper is written once'); END;
CREATE TRIGGER issued_paper_no_update BEFORE UPDATE OF position, paper_id, document, series, year, ordinal, reference, issued_at, zone, edition, content ON issued_paper BEGIN SELECT RAISE(ABORT, 'issued_paper is written once'); END;
CREATE TRIGGER state_change_no_delete BEFORE DELETE ON state_change BEGIN SELECT RAISE(ABORT, 'state_change is written once'); END;
CREATE TRIGGER state_change_no_update BEFORE UPDATE ON state_change BEGIN SELECT RAISE(ABORT, 'state_change is written once'); END;
COMMIT;
