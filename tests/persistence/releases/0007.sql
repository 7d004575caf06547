-- What the release of 0007 kept: identity documents at the window, in an open, a closed and a handed-over batch. Never changed once released.
PRAGMA foreign_keys = OFF;
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0007');
CREATE TABLE attachment (
	attachment_id TEXT NOT NULL, 
	owner TEXT NOT NULL, 
	title TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	media_type TEXT NOT NULL, 
	size INTEGER NOT NULL, 
	pages INTEGER NOT NULL, 
	attached_at DATETIME NOT NULL, 
	zone TEXT NOT NULL, 
	clerk TEXT NOT NULL, 
	window TEXT NOT NULL, 
	removed_at DATETIME, 
	CONSTRAINT pk_attachment PRIMARY KEY (attachment_id)
);
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
INSERT INTO "capture_device" VALUES('AJ9KPS5QYEZV','devices',1,'{"devices[].location":"一楼东门","devices[].device_type":"dome","devices[].code":"53062400001310000001","devices[].brand":"示例牌","devices[].model":"DS-2CD2T47"}','一楼东门','dome','53062400001310000001','10000001310000426035');
INSERT INTO "capture_device" VALUES('AJ9KPS5QYEZV','devices',2,'{"devices[].location":"地下停车场入口","devices[].device_type":"bullet","devices[].code":"53062400001310000002"}','地下停车场入口','bullet','53062400001310000002','20000001310000426035');
INSERT INTO "capture_device" VALUES('AJ9KPS5QYEZV','devices',3,'{"devices[].location":"三楼扶梯口","devices[].device_type":"ptz","devices[].code":"53062400001310000003"}','三楼扶梯口','ptz','53062400001310000003','30000001310000426035');
INSERT INTO "capture_device" VALUES('AJA18QZZBVY6','devices',1,'{"devices[].location":"门诊大厅(南)","devices[].device_type":"dome","devices[].code":"53062400001310000100"}','门诊大厅(南)','dome','53062400001310000100','00100001310000426035');
INSERT INTO "capture_device" VALUES('AJA18QZZBVY6','devices',2,'{"devices[].location":"急诊入口(南)","devices[].device_type":"bullet","devices[].code":"53062400001310000101"}','急诊入口(南)','bullet','53062400001310000101','10100001310000426035');
INSERT INTO "capture_device" VALUES('AJA18QZZBVY6','devices',3,'{"devices[].location":"住院楼一楼护士站外走廊(南)","devices[].device_type":"dome","devices[].code":"53062400001310000102"}','住院楼一楼护士站外走廊(南)','dome','53062400001310000102','20100001310000426035');
INSERT INTO "capture_device" VALUES('AJA18QZZBVY6','devices',4,'{"devices[].location":"住院楼二楼走廊(南)","devices[].device_type":"dome","devices[].code":"53062400001310000103"}','住院楼二楼走廊(南)','dome','53062400001310000103','30100001310000426035');
INSERT INTO "capture_device" VALUES('AJA18QZZBVY6','devices',5,'{"devices[].location":"住院楼三楼走廊(南)","devices[].device_type":"dome","devices[].code":"53062400001310000104"}','住院楼三楼走廊(南)','dome','53062400001310000104','40100001310000426035');
INSERT INTO "capture_device" VALUES('AJA18QZZBVY6','devices',6,'{"devices[].location":"药房窗口(南)","devices[].device_type":"dome","devices[].code":"53062400001310000105"}','药房窗口(南)','dome','53062400001310000105','50100001310000426035');
INSERT INTO "capture_device" VALUES('AJA18QZZBVY6','devices',7,'{"devices[].location":"收费窗口(南)","devices[].device_type":"dome","devices[].code":"53062400001310000106"}','收费窗口(南)','dome','53062400001310000106','60100001310000426035');
INSERT INTO "capture_device" VALUES('AJA18QZZBVY6','devices',8,'{"devices[].location":"停车场入口(南)","devices[].device_type":"capture","devices[].code":"53062400001310000107"}','停车场入口(南)','capture','53062400001310000107','70100001310000426035');
INSERT INTO "capture_device" VALUES('AJA18QZZBVY6','devices',9,'{"devices[].location":"停车场出口(南)","devices[].device_type":"capture","devices[].code":"53062400001310000108"}','停车场出口(南)','capture','53062400001310000108','80100001310000426035');
INSERT INTO "capture_device" VALUES('AJA18QZZBVY6','devices',10,'{"devices[].location":"西门(南)","devices[].device_type":"ptz","devices[].code":"53062400001310000109"}','西门(南)','ptz','53062400001310000109','90100001310000426035');
INSERT INTO "capture_device" VALUES('AJA18QZZBVY6','devices',11,'{"devices[].location":"东门(南)","devices[].device_type":"ptz","devices[].code":"53062400001310000110"}','东门(南)','ptz','53062400001310000110','01100001310000426035');
INSERT INTO "capture_device" VALUES('AJA18QZZBVY6','devices',12,'{"devices[].location":"食堂门口(南)","devices[].device_type":"bullet","devices[].code":"53062400001310000111"}','食堂门口(南)','bullet','53062400001310000111','11100001310000426035');
INSERT INTO "capture_device" VALUES('AJA18QZZBVY6','devices',13,'{"devices[].location":"门诊大厅(北)","devices[].device_type":"dome","devices[].code":"53062400001310000112"}','门诊大厅(北)','dome','53062400001310000112','21100001310000426035');
INSERT INTO "capture_device" VALUES('AJA18QZZBVY6','devices',14,'{"devices[].location":"急诊入口(北)","devices[].device_type":"bullet","devices[].code":"53062400001310000113"}','急诊入口(北)','bullet','53062400001310000113','31100001310000426035');
INSERT INTO "capture_device" VALUES('AJA18QZZBVY6','devices',15,'{"devices[].location":"住院楼一楼护士站外走廊(北)","devices[].device_type":"dome","devices[].code":"53062400001310000114"}','住院楼一楼护士站外走廊(北)','dome','53062400001310000114','41100001310000426035');
INSERT INTO "capture_device" VALUES('AJA18QZZBVY6','devices',16,'{"devices[].location":"住院楼二楼走廊(北)","devices[].device_type":"dome","devices[].code":"53062400001310000115"}','住院楼二楼走廊(北)','dome','53062400001310000115','51100001310000426035');
INSERT INTO "capture_device" VALUES('AJA18QZZBVY6','devices',17,'{"devices[].location":"住院楼三楼走廊(北)","devices[].device_type":"dome","devices[].code":"53062400001310000116"}','住院楼三楼走廊(北)','dome','53062400001310000116','61100001310000426035');
INSERT INTO "capture_device" VALUES('AJA18QZZBVY6','devices',18,'{"devices[].location":"药房窗口(北)","devices[].device_type":"dome","devices[].code":"53062400001310000117"}','药房窗口(北)','dome','53062400001310000117','71100001310000426035');
INSERT INTO "capture_device" VALUES('AJA18QZZBVY6','devices',19,'{"devices[].location":"收费窗口(北)","devices[].device_type":"dome","devices[].code":"53062400001310000118"}','收费窗口(北)','dome','53062400001310000118','81100001310000426035');
INSERT INTO "capture_device" VALUES('AJA18QZZBVY6','devices',20,'{"devices[].location":"停车场入口(北)","devices[].device_type":"capture","devices[].code":"53062400001310000119"}','停车场入口(北)','capture','53062400001310000119','91100001310000426035');
INSERT INTO "capture_device" VALUES('AJA18QZZBVY6','devices',21,'{"devices[].location":"停车场出口(北)","devices[].device_type":"capture","devices[].code":"53062400001310000120"}','停车场出口(北)','capture','53062400001310000120','02100001310000426035');
INSERT INTO "capture_device" VALUES('AJA18QZZBVY6','devices',22,'{"devices[].location":"西门(北)","devices[].device_type":"ptz","devices[].code":"53062400001310000121"}','西门(北)','ptz','53062400001310000121','12100001310000426035');
INSERT INTO "capture_device" VALUES('AJA18QZZBVY6','devices',23,'{"devices[].location":"东门(北)","devices[].device_type":"ptz","devices[].code":"53062400001310000122"}','东门(北)','ptz','53062400001310000122','22100001310000426035');
INSERT INTO "capture_device" VALUES('AJA18QZZBVY6','devices',24,'{"devices[].location":"食堂门口(北)","devices[].device_type":"bullet","devices[].code":"53062400001310000123"}','食堂门口(北)','bullet','53062400001310000123','32100001310000426035');
INSERT INTO "capture_device" VALUES('AJKJ1G4H6J67','devices',1,'{"devices[].location":"门诊大厅(南)","devices[].device_type":"dome","devices[].code":"53062400001310000100"}','门诊大厅(南)','dome','53062400001310000100','00100001310000426035');
INSERT INTO "capture_device" VALUES('AJKJ1G4H6J67','devices',2,'{"devices[].location":"急诊入口(南)","devices[].device_type":"bullet","devices[].code":"53062400001310000101"}','急诊入口(南)','bullet','53062400001310000101','10100001310000426035');
INSERT INTO "capture_device" VALUES('AJKJ1G4H6J67','devices',3,'{"devices[].location":"住院楼一楼护士站外走廊(南)","devices[].device_type":"dome","devices[].code":"53062400001310000102"}','住院楼一楼护士站外走廊(南)','dome','53062400001310000102','20100001310000426035');
INSERT INTO "capture_device" VALUES('AJKJ1G4H6J67','devices',4,'{"devices[].location":"住院楼二楼走廊(南)","devices[].device_type":"dome","devices[].code":"53062400001310000103"}','住院楼二楼走廊(南)','dome','53062400001310000103','30100001310000426035');
INSERT INTO "capture_device" VALUES('AJKJ1G4H6J67','devices',5,'{"devices[].location":"住院楼三楼走廊(南)","devices[].device_type":"dome","devices[].code":"53062400001310000104"}','住院楼三楼走廊(南)','dome','53062400001310000104','40100001310000426035');
INSERT INTO "capture_device" VALUES('AJKJ1G4H6J67','devices',6,'{"devices[].location":"药房窗口(南)","devices[].device_type":"dome","devices[].code":"53062400001310000105"}','药房窗口(南)','dome','53062400001310000105','50100001310000426035');
INSERT INTO "capture_device" VALUES('AJKJ1G4H6J67','devices',7,'{"devices[].location":"收费窗口(南)","devices[].device_type":"dome","devices[].code":"53062400001310000106"}','收费窗口(南)','dome','53062400001310000106','60100001310000426035');
INSERT INTO "capture_device" VALUES('AJKJ1G4H6J67','devices',8,'{"devices[].location":"停车场入口(南)","devices[].device_type":"capture","devices[].code":"53062400001310000107"}','停车场入口(南)','capture','53062400001310000107','70100001310000426035');
INSERT INTO "capture_device" VALUES('AJKJ1G4H6J67','devices',9,'{"devices[].location":"停车场出口(南)","devices[].device_type":"capture","devices[].code":"53062400001310000108"}','停车场出口(南)','capture','53062400001310000108','80100001310000426035');
INSERT INTO "capture_device" VALUES('AJKJ1G4H6J67','devices',10,'{"devices[].location":"西门(南)","devices[].device_type":"ptz","devices[].code":"53062400001310000109"}','西门(南)','ptz','53062400001310000109','90100001310000426035');
INSERT INTO "capture_device" VALUES('AJKJ1G4H6J67','devices',11,'{"devices[].location":"东门(南)","devices[].device_type":"ptz","devices[].code":"53062400001310000110"}','东门(南)','ptz','53062400001310000110','01100001310000426035');
INSERT INTO "capture_device" VALUES('AJKJ1G4H6J67','devices',12,'{"devices[].location":"食堂门口(南)","devices[].device_type":"bullet","devices[].code":"53062400001310000111"}','食堂门口(南)','bullet','53062400001310000111','11100001310000426035');
INSERT INTO "capture_device" VALUES('AJKJ1G4H6J67','devices',13,'{"devices[].location":"门诊大厅(北)","devices[].device_type":"dome","devices[].code":"53062400001310000112"}','门诊大厅(北)','dome','53062400001310000112','21100001310000426035');
INSERT INTO "capture_device" VALUES('AJKJ1G4H6J67','devices',14,'{"devices[].location":"急诊入口(北)","devices[].device_type":"bullet","devices[].code":"53062400001310000113"}','急诊入口(北)','bullet','53062400001310000113','31100001310000426035');
INSERT INTO "capture_device" VALUES('AJKJ1G4H6J67','devices',15,'{"devices[].location":"住院楼一楼护士站外走廊(北)","devices[].device_type":"dome","devices[].code":"53062400001310000114"}','住院楼一楼护士站外走廊(北)','dome','53062400001310000114','41100001310000426035');
INSERT INTO "capture_device" VALUES('AJKJ1G4H6J67','devices',16,'{"devices[].location":"住院楼二楼走廊(北)","devices[].device_type":"dome","devices[].code":"53062400001310000115"}','住院楼二楼走廊(北)','dome','53062400001310000115','51100001310000426035');
INSERT INTO "capture_device" VALUES('AJKJ1G4H6J67','devices',17,'{"devices[].location":"住院楼三楼走廊(北)","devices[].device_type":"dome","devices[].code":"53062400001310000116"}','住院楼三楼走廊(北)','dome','53062400001310000116','61100001310000426035');
INSERT INTO "capture_device" VALUES('AJKJ1G4H6J67','devices',18,'{"devices[].location":"药房窗口(北)","devices[].device_type":"dome","devices[].code":"53062400001310000117"}','药房窗口(北)','dome','53062400001310000117','71100001310000426035');
INSERT INTO "capture_device" VALUES('AJKJ1G4H6J67','devices',19,'{"devices[].location":"收费窗口(北)","devices[].device_type":"dome","devices[].code":"53062400001310000118"}','收费窗口(北)','dome','53062400001310000118','81100001310000426035');
INSERT INTO "capture_device" VALUES('AJKJ1G4H6J67','devices',20,'{"devices[].location":"停车场入口(北)","devices[].device_type":"capture","devices[].code":"53062400001310000119"}','停车场入口(北)','capture','53062400001310000119','91100001310000426035');
INSERT INTO "capture_device" VALUES('AJKJ1G4H6J67','devices',21,'{"devices[].location":"停车场出口(北)","devices[].device_type":"capture","devices[].code":"53062400001310000120"}','停车场出口(北)','capture','53062400001310000120','02100001310000426035');
INSERT INTO "capture_device" VALUES('AJKJ1G4H6J67','devices',22,'{"devices[].location":"西门(北)","devices[].device_type":"ptz","devices[].code":"53062400001310000121"}','西门(北)','ptz','53062400001310000121','12100001310000426035');
INSERT INTO "capture_device" VALUES('AJKJ1G4H6J67','devices',23,'{"devices[].location":"东门(北)","devices[].device_type":"ptz","devices[].code":"53062400001310000122"}','东门(北)','ptz','53062400001310000122','22100001310000426035');
INSERT INTO "capture_device" VALUES('AJKJ1G4H6J67','devices',24,'{"devices[].location":"食堂门口(北)","devices[].device_type":"bullet","devices[].code":"53062400001310000123"}','食堂门口(北)','bullet','53062400001310000123','32100001310000426035');
INSERT INTO "capture_device" VALUES('AJP0RX6WHWXZ','devices',1,'{"devices[].location":"门诊大厅(南)","devices[].device_type":"dome","devices[].code":"53062400001310000100"}','门诊大厅(南)','dome','53062400001310000100','00100001310000426035');
INSERT INTO "capture_device" VALUES('AJP0RX6WHWXZ','devices',2,'{"devices[].location":"急诊入口(南)","devices[].device_type":"bullet","devices[].code":"53062400001310000101"}','急诊入口(南)','bullet','53062400001310000101','10100001310000426035');
INSERT INTO "capture_device" VALUES('AJP0RX6WHWXZ','devices',3,'{"devices[].location":"住院楼一楼护士站外走廊(南)","devices[].device_type":"dome","devices[].code":"53062400001310000102"}','住院楼一楼护士站外走廊(南)','dome','53062400001310000102','20100001310000426035');
INSERT INTO "capture_device" VALUES('AJP0RX6WHWXZ','devices',4,'{"devices[].location":"住院楼二楼走廊(南)","devices[].device_type":"dome","devices[].code":"53062400001310000103"}','住院楼二楼走廊(南)','dome','53062400001310000103','30100001310000426035');
INSERT INTO "capture_device" VALUES('AJP0RX6WHWXZ','devices',5,'{"devices[].location":"住院楼三楼走廊(南)","devices[].device_type":"dome","devices[].code":"53062400001310000104"}','住院楼三楼走廊(南)','dome','53062400001310000104','40100001310000426035');
INSERT INTO "capture_device" VALUES('AJP0RX6WHWXZ','devices',6,'{"devices[].location":"药房窗口(南)","devices[].device_type":"dome","devices[].code":"53062400001310000105"}','药房窗口(南)','dome','53062400001310000105','50100001310000426035');
INSERT INTO "capture_device" VALUES('AJP0RX6WHWXZ','devices',7,'{"devices[].location":"收费窗口(南)","devices[].device_type":"dome","devices[].code":"53062400001310000106"}','收费窗口(南)','dome','53062400001310000106','60100001310000426035');
INSERT INTO "capture_device" VALUES('AJP0RX6WHWXZ','devices',8,'{"devices[].location":"停车场入口(南)","devices[].device_type":"capture","devices[].code":"53062400001310000107"}','停车场入口(南)','capture','53062400001310000107','70100001310000426035');
INSERT INTO "capture_device" VALUES('AJP0RX6WHWXZ','devices',9,'{"devices[].location":"停车场出口(南)","devices[].device_type":"capture","devices[].code":"53062400001310000108"}','停车场出口(南)','capture','53062400001310000108','80100001310000426035');
INSERT INTO "capture_device" VALUES('AJP0RX6WHWXZ','devices',10,'{"devices[].location":"西门(南)","devices[].device_type":"ptz","devices[].code":"53062400001310000109"}','西门(南)','ptz','53062400001310000109','90100001310000426035');
INSERT INTO "capture_device" VALUES('AJP0RX6WHWXZ','devices',11,'{"devices[].location":"东门(南)","devices[].device_type":"ptz","devices[].code":"53062400001310000110"}','东门(南)','ptz','53062400001310000110','01100001310000426035');
INSERT INTO "capture_device" VALUES('AJP0RX6WHWXZ','devices',12,'{"devices[].location":"食堂门口(南)","devices[].device_type":"bullet","devices[].code":"53062400001310000111"}','食堂门口(南)','bullet','53062400001310000111','11100001310000426035');
INSERT INTO "capture_device" VALUES('AJP0RX6WHWXZ','devices',13,'{"devices[].location":"门诊大厅(北)","devices[].device_type":"dome","devices[].code":"53062400001310000112"}','门诊大厅(北)','dome','53062400001310000112','21100001310000426035');
INSERT INTO "capture_device" VALUES('AJP0RX6WHWXZ','devices',14,'{"devices[].location":"急诊入口(北)","devices[].device_type":"bullet","devices[].code":"53062400001310000113"}','急诊入口(北)','bullet','53062400001310000113','31100001310000426035');
INSERT INTO "capture_device" VALUES('AJP0RX6WHWXZ','devices',15,'{"devices[].location":"住院楼一楼护士站外走廊(北)","devices[].device_type":"dome","devices[].code":"53062400001310000114"}','住院楼一楼护士站外走廊(北)','dome','53062400001310000114','41100001310000426035');
INSERT INTO "capture_device" VALUES('AJP0RX6WHWXZ','devices',16,'{"devices[].location":"住院楼二楼走廊(北)","devices[].device_type":"dome","devices[].code":"53062400001310000115"}','住院楼二楼走廊(北)','dome','53062400001310000115','51100001310000426035');
INSERT INTO "capture_device" VALUES('AJP0RX6WHWXZ','devices',17,'{"devices[].location":"住院楼三楼走廊(北)","devices[].device_type":"dome","devices[].code":"53062400001310000116"}','住院楼三楼走廊(北)','dome','53062400001310000116','61100001310000426035');
INSERT INTO "capture_device" VALUES('AJP0RX6WHWXZ','devices',18,'{"devices[].location":"药房窗口(北)","devices[].device_type":"dome","devices[].code":"53062400001310000117"}','药房窗口(北)','dome','53062400001310000117','71100001310000426035');
INSERT INTO "capture_device" VALUES('AJP0RX6WHWXZ','devices',19,'{"devices[].location":"收费窗口(北)","devices[].device_type":"dome","devices[].code":"53062400001310000118"}','收费窗口(北)','dome','53062400001310000118','81100001310000426035');
INSERT INTO "capture_device" VALUES('AJP0RX6WHWXZ','devices',20,'{"devices[].location":"停车场入口(北)","devices[].device_type":"capture","devices[].code":"53062400001310000119"}','停车场入口(北)','capture','53062400001310000119','91100001310000426035');
INSERT INTO "capture_device" VALUES('AJP0RX6WHWXZ','devices',21,'{"devices[].location":"停车场出口(北)","devices[].device_type":"capture","devices[].code":"53062400001310000120"}','停车场出口(北)','capture','53062400001310000120','02100001310000426035');
INSERT INTO "capture_device" VALUES('AJP0RX6WHWXZ','devices',22,'{"devices[].location":"西门(北)","devices[].device_type":"ptz","devices[].code":"53062400001310000121"}','西门(北)','ptz','53062400001310000121','12100001310000426035');
INSERT INTO "capture_device" VALUES('AJP0RX6WHWXZ','devices',23,'{"devices[].location":"东门(北)","devices[].device_type":"ptz","devices[].code":"53062400001310000122"}','东门(北)','ptz','53062400001310000122','22100001310000426035');
INSERT INTO "capture_device" VALUES('AJP0RX6WHWXZ','devices',24,'{"devices[].location":"食堂门口(北)","devices[].device_type":"bullet","devices[].code":"53062400001310000123"}','食堂门口(北)','bullet','53062400001310000123','32100001310000426035');
INSERT INTO "capture_device" VALUES('AJS7DH1FDGA5','devices',1,'{"devices[].location":"一楼东门","devices[].device_type":"dome","devices[].code":"53062400001310000001","devices[].brand":"示例牌","devices[].model":"DS-2CD2T47"}','一楼东门','dome','53062400001310000001','10000001310000426035');
INSERT INTO "capture_device" VALUES('AJS7DH1FDGA5','devices',2,'{"devices[].location":"地下停车场入口","devices[].device_type":"bullet","devices[].code":"53062400001310000002"}','地下停车场入口','bullet','53062400001310000002','20000001310000426035');
INSERT INTO "capture_device" VALUES('AJS7DH1FDGA5','devices',3,'{"devices[].location":"三楼扶梯口","devices[].device_type":"ptz","devices[].code":"53062400001310000003"}','三楼扶梯口','ptz','53062400001310000003','30000001310000426035');
INSERT INTO "capture_device" VALUES('AJT0K5YQC10J','devices',1,'{"devices[].location":"一楼东门","devices[].device_type":"dome","devices[].code":"53062400001310000001","devices[].brand":"示例牌","devices[].model":"DS-2CD2T47"}','一楼东门','dome','53062400001310000001','10000001310000426035');
INSERT INTO "capture_device" VALUES('AJT0K5YQC10J','devices',2,'{"devices[].location":"地下停车场入口","devices[].device_type":"bullet","devices[].code":"53062400001310000002"}','地下停车场入口','bullet','53062400001310000002','20000001310000426035');
INSERT INTO "capture_device" VALUES('AJT0K5YQC10J','devices',3,'{"devices[].location":"三楼扶梯口","devices[].device_type":"ptz","devices[].code":"53062400001310000003"}','三楼扶梯口','ptz','53062400001310000003','30000001310000426035');
CREATE TABLE correction_order (
	order_id TEXT NOT NULL, 
	inspection_id TEXT NOT NULL, 
	state TEXT NOT NULL, 
	form TEXT NOT NULL, 
	day DATE, 
	due DATE, 
	series TEXT, 
	year INTEGER, 
	ordinal INTEGER, 
	content JSON NOT NULL, 
	clerk TEXT NOT NULL, 
	window TEXT NOT NULL, 
	zone TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_correction_order PRIMARY KEY (order_id), 
	CONSTRAINT ck_correction_order_version_counts_up CHECK (version >= 0), 
	CONSTRAINT fk_correction_order_inspection_id_inspection FOREIGN KEY(inspection_id) REFERENCES inspection (inspection_id)
);
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
CREATE TABLE desk_form (
	window TEXT NOT NULL, 
	form TEXT NOT NULL, 
	content JSON NOT NULL, 
	CONSTRAINT pk_desk_form PRIMARY KEY (window, form)
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
INSERT INTO "filing" VALUES('AJA18QZZBVY6','initial','filing','2025-05','deficient','at_window','2026-11-29 16:24:08.909757','2026-11-30','Asia/Shanghai','{"unit.name":"大关县第三人民医院","unit.kind":"institution","unit.uscc":"12530624431234567R","unit.address":"大关县悦乐镇新街45号","agent.name":"王示例","agent.id_type":"resident_id","agent.id_number":"530624197811120030","agent.phone":"13800000003","system.name":"院区安防视频系统","system.place_category":"medical","system.division":"530624","system.address":"大关县悦乐镇新街45号","system.in_use_since":"2026-11-01","system.device_count":24,"system.function_types":["video"],"system.retention_days":90}','["devices"]','{"agent_id":{"state":"accepted","defects":[],"note":"","original":true,"count":1,"pages":1,"held_since":"2026-11-30","brought":0,"left_on":null},"authorization_letter":{"state":"rejected","defects":["not_sealed","agent_mismatch"],"note":"授权书写的是另一人","original":true,"count":1,"pages":1,"held_since":"2026-11-30","brought":0,"left_on":null}}','陈示例','3号窗口','',1,'2026-11-29 16:24:08.962802','大关县第三人民医院','大关县第三人民医院','12530624431234567R','大关县悦乐镇新街45号','大关县悦乐镇新街45号','王*','','',NULL,'medical','2026-11-29 16:24:08.963726','2026-11-30');
INSERT INTO "filing" VALUES('AJP0RX6WHWXZ','initial','filing','2025-05','deficient','at_window','2026-11-29 16:24:08.994128','2026-11-30','Asia/Shanghai','{"unit.name":"大关县第三人民医院","unit.kind":"institution","unit.uscc":"12530624431234567R","unit.address":"大关县悦乐镇新街45号","agent.name":"王示例","agent.id_type":"resident_id","agent.id_number":"530624197811120030","agent.phone":"13800000003","system.name":"院区安防视频系统","system.place_category":"medical","system.division":"530624","system.address":"大关县悦乐镇新街45号","system.in_use_since":"2026-11-01","system.device_count":24,"system.function_types":["video"],"system.retention_days":90}','["devices"]','{"agent_id":{"state":"accepted","defects":[],"note":"","original":true,"count":1,"pages":1,"held_since":"2026-11-30","brought":0,"left_on":null},"authorization_letter":{"state":"rejected","defects":["not_sealed","agent_mismatch"],"note":"授权书写的是另一人","original":true,"count":1,"pages":1,"held_since":null,"brought":0,"left_on":null}}','陈示例','3号窗口','',1,'2026-11-29 16:24:09.012471','大关县第三人民医院','大关县第三人民医院','12530624431234567R','大关县悦乐镇新街45号','大关县悦乐镇新街45号','王*','','',NULL,'medical','2026-11-29 16:24:09.012942','2026-11-30');
INSERT INTO "filing" VALUES('AJKJ1G4H6J67','initial','filing','2025-05','deficient','at_window','2026-11-29 16:24:09.029808','2026-11-30','Asia/Shanghai','{"unit.name":"大关县第三人民医院","unit.kind":"institution","unit.uscc":"12530624431234567R","unit.address":"大关县悦乐镇新街45号","agent.name":"王示例","agent.id_type":"resident_id","agent.id_number":"530624197811120030","agent.phone":"13800000003","system.name":"院区安防视频系统","system.place_category":"medical","system.division":"530624","system.address":"大关县悦乐镇新街45号","system.in_use_since":"2026-11-01","system.device_count":24,"system.function_types":["video"],"system.retention_days":90}','["devices"]','{"agent_id":{"state":"accepted","defects":[],"note":"","original":true,"count":1,"pages":1,"held_since":"2026-11-30","brought":0,"left_on":null},"authorization_letter":{"state":"rejected","defects":["not_sealed","agent_mismatch"],"note":"授权书写的是另一人","original":true,"count":1,"pages":1,"held_since":null,"brought":0,"left_on":null}}','陈示例','3号窗口','',1,'2026-11-29 16:24:09.044848','大关县第三人民医院','大关县第三人民医院','12530624431234567R','大关县悦乐镇新街45号','大关县悦乐镇新街45号','王*','','',NULL,'medical','2026-11-29 16:24:09.049509','2026-11-30');
INSERT INTO "filing" VALUES('AJT0K5YQC10J','initial','filing','2025-05','complete','at_window','2026-11-29 16:24:09.070180','2026-11-30','Asia/Shanghai','{"unit.name":"大关县青禾商贸有限公司","unit.kind":"enterprise","unit.uscc":"91530624MA6K3R7Q38","unit.address":"大关县翠华镇人民路12号","unit.legal_representative":"何示例","unit.phone":"0870-0000001","agent.name":"张三龑","agent.id_type":"resident_id","agent.id_number":"530624199003071217","agent.phone":"13800000001","system.name":"青禾广场视频监控系统","system.place_category":"commerce","system.division":"530624","system.address":"大关县翠华镇人民路12号青禾广场","system.longitude":"103.8912","system.latitude":"27.7476","system.in_use_since":"2026-11-02","system.device_count":3,"system.function_types":["video","face"],"system.retention_days":30}','["devices"]','{"agent_id":{"state":"accepted","defects":[],"note":"","original":true,"count":1,"pages":1,"held_since":"2026-11-30","brought":0,"left_on":null},"authorization_letter":{"state":"accepted","defects":[],"note":"","original":true,"count":1,"pages":1,"held_since":"2026-11-30","brought":0,"left_on":null}}','陈示例','3号窗口','',1,'2026-11-29 16:24:09.084800','大关县青禾商贸有限公司','大关县青禾商贸有限公司','91530624MA6K3R7Q38','大关县翠华镇人民路12号青禾广场','大关县翠华镇人民路12号青禾广场','张*','','',NULL,'commerce','2026-11-29 16:24:09.089404','2026-11-30');
INSERT INTO "filing" VALUES('AJS7DH1FDGA5','initial','filing','2025-05','complete','at_window','2026-11-29 16:24:09.103361','2026-11-30','Asia/Shanghai','{"unit.name":"大关县青禾商贸有限公司","unit.kind":"enterprise","unit.uscc":"91530624MA6K3R7Q38","unit.address":"大关县翠华镇人民路12号","unit.legal_representative":"何示例","unit.phone":"0870-0000001","agent.name":"张三龑","agent.id_type":"resident_id","agent.id_number":"530624199003071217","agent.phone":"13800000001","system.name":"青禾广场视频监控系统","system.place_category":"commerce","system.division":"530624","system.address":"大关县翠华镇人民路12号青禾广场","system.longitude":"103.8912","system.latitude":"27.7476","system.in_use_since":"2026-11-02","system.device_count":3,"system.function_types":["video","face"],"system.retention_days":30}','["devices"]','{"agent_id":{"state":"accepted","defects":[],"note":"","original":true,"count":1,"pages":1,"held_since":"2026-11-30","brought":0,"left_on":null},"authorization_letter":{"state":"accepted","defects":[],"note":"","original":true,"count":1,"pages":1,"held_since":"2026-11-30","brought":0,"left_on":null}}','陈示例','3号窗口','',1,'2026-11-29 16:24:09.115145','大关县青禾商贸有限公司','大关县青禾商贸有限公司','91530624MA6K3R7Q38','大关县翠华镇人民路12号青禾广场','大关县翠华镇人民路12号青禾广场','张*','','',NULL,'commerce','2026-11-29 16:24:09.115526','2026-11-30');
INSERT INTO "filing" VALUES('AJ9KPS5QYEZV','initial','filing','2025-05','complete','in_transfer','2026-11-29 16:24:09.137843','2026-11-30','Asia/Shanghai','{"unit.name":"大关县青禾商贸有限公司","unit.kind":"enterprise","unit.uscc":"91530624MA6K3R7Q38","unit.address":"大关县翠华镇人民路12号","unit.legal_representative":"何示例","unit.phone":"0870-0000001","agent.name":"张三龑","agent.id_type":"resident_id","agent.id_number":"530624199003071217","agent.phone":"13800000001","system.name":"青禾广场视频监控系统","system.place_category":"commerce","system.division":"530624","system.address":"大关县翠华镇人民路12号青禾广场","system.longitude":"103.8912","system.latitude":"27.7476","system.in_use_since":"2026-11-02","system.device_count":3,"system.function_types":["video","face"],"system.retention_days":30}','["devices"]','{"agent_id":{"state":"accepted","defects":[],"note":"","original":true,"count":1,"pages":1,"held_since":"2026-11-30","brought":0,"left_on":"2026-11-30"},"authorization_letter":{"state":"accepted","defects":[],"note":"","original":true,"count":1,"pages":1,"held_since":"2026-11-30","brought":0,"left_on":"2026-11-30"}}','陈示例','3号窗口','',2,'2026-11-29 16:24:09.430957','大关县青禾商贸有限公司','大关县青禾商贸有限公司','91530624MA6K3R7Q38','大关县翠华镇人民路12号青禾广场','大关县翠华镇人民路12号青禾广场','张*','','',NULL,'commerce','2026-11-29 16:24:09.152620',NULL);
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
INSERT INTO "history" VALUES(1,'2026-11-29 16:24:08.853715','Asia/Shanghai','陈示例','3号窗口','office.saved','','{}');
INSERT INTO "history" VALUES(2,'2026-11-29 16:24:08.909757','Asia/Shanghai','陈示例','3号窗口','case.opened','AJA18QZZBVY6','{"edition":"2025-05"}');
INSERT INTO "history" VALUES(3,'2026-11-29 16:24:08.952846','Asia/Shanghai','陈示例','3号窗口','notice.issued','AJA18QZZBVY6','{"deficiencies":2,"number":"BG2026-0001"}');
INSERT INTO "history" VALUES(4,'2026-11-29 16:24:08.994128','Asia/Shanghai','陈示例','3号窗口','case.opened','AJP0RX6WHWXZ','{"edition":"2025-05"}');
INSERT INTO "history" VALUES(5,'2026-11-29 16:24:09.009248','Asia/Shanghai','陈示例','3号窗口','notice.issued','AJP0RX6WHWXZ','{"deficiencies":2,"number":"BG2026-0002"}');
INSERT INTO "history" VALUES(6,'2026-11-29 16:24:09.029808','Asia/Shanghai','陈示例','3号窗口','case.opened','AJKJ1G4H6J67','{"edition":"2025-05"}');
INSERT INTO "history" VALUES(7,'2026-11-29 16:24:09.042000','Asia/Shanghai','陈示例','3号窗口','notice.issued','AJKJ1G4H6J67','{"deficiencies":2,"number":"BG2026-0003"}');
INSERT INTO "history" VALUES(8,'2026-11-29 16:24:09.070180','Asia/Shanghai','陈示例','3号窗口','case.opened','AJT0K5YQC10J','{"edition":"2025-05"}');
INSERT INTO "history" VALUES(9,'2026-11-29 16:24:09.082529','Asia/Shanghai','陈示例','3号窗口','receipt.issued','AJT0K5YQC10J','{"number":"BS2026-0001"}');
INSERT INTO "history" VALUES(10,'2026-11-29 16:24:09.103361','Asia/Shanghai','陈示例','3号窗口','case.opened','AJS7DH1FDGA5','{"edition":"2025-05"}');
INSERT INTO "history" VALUES(11,'2026-11-29 16:24:09.113235','Asia/Shanghai','陈示例','3号窗口','receipt.issued','AJS7DH1FDGA5','{"number":"BS2026-0002"}');
INSERT INTO "history" VALUES(12,'2026-11-29 16:24:09.137843','Asia/Shanghai','陈示例','3号窗口','case.opened','AJ9KPS5QYEZV','{"edition":"2025-05"}');
INSERT INTO "history" VALUES(13,'2026-11-29 16:24:09.150022','Asia/Shanghai','陈示例','3号窗口','receipt.issued','AJ9KPS5QYEZV','{"number":"BS2026-0003"}');
INSERT INTO "history" VALUES(14,'2026-11-29 16:24:09.169748','Asia/Shanghai','陈示例','3号窗口','batch.opened','PCR003F6W8X8','{}');
INSERT INTO "history" VALUES(15,'2026-11-29 16:24:09.181751','Asia/Shanghai','陈示例','3号窗口','batch.scanned','AJKJ1G4H6J67','{"batch":"PCR003F6W8X8"}');
INSERT INTO "history" VALUES(16,'2026-11-29 16:24:09.217752','Asia/Shanghai','陈示例','3号窗口','batch.scanned','AJT0K5YQC10J','{"batch":"PCR003F6W8X8"}');
INSERT INTO "history" VALUES(17,'2026-11-29 16:24:09.241914','Asia/Shanghai','陈示例','3号窗口','batch.opened','PCQ9KP1KRW4N','{}');
INSERT INTO "history" VALUES(18,'2026-11-29 16:24:09.253903','Asia/Shanghai','陈示例','3号窗口','batch.scanned','AJS7DH1FDGA5','{"batch":"PCQ9KP1KRW4N"}');
INSERT INTO "history" VALUES(19,'2026-11-29 16:24:09.285970','Asia/Shanghai','陈示例','3号窗口','batch.closed','PCQ9KP1KRW4N','{"number":"BY2026-0001","cases":1,"pages":3}');
INSERT INTO "history" VALUES(20,'2026-11-29 16:24:09.323898','Asia/Shanghai','陈示例','3号窗口','batch.opened','PC8W729LM2QG','{}');
INSERT INTO "history" VALUES(21,'2026-11-29 16:24:09.333679','Asia/Shanghai','陈示例','3号窗口','batch.scanned','AJ9KPS5QYEZV','{"batch":"PC8W729LM2QG"}');
INSERT INTO "history" VALUES(22,'2026-11-29 16:24:09.353922','Asia/Shanghai','陈示例','3号窗口','batch.closed','PC8W729LM2QG','{"number":"BY2026-0002","cases":1,"pages":3}');
INSERT INTO "history" VALUES(23,'2026-11-29 16:24:09.375795','Asia/Shanghai','陈示例','3号窗口','batch.papers_issued','PC8W729LM2QG','{"number":"BY2026-0002","package":0}');
INSERT INTO "history" VALUES(24,'2026-11-29 16:24:09.421738','Asia/Shanghai','陈示例','3号窗口','paper.handed_over','AJ9KPS5QYEZV','{"number":"BY2026-0002"}');
INSERT INTO "history" VALUES(25,'2026-11-29 16:24:09.421738','Asia/Shanghai','陈示例','3号窗口','batch.handed_over','PC8W729LM2QG','{"number":"BY2026-0002"}');
CREATE TABLE inspection (
	inspection_id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	state TEXT NOT NULL, 
	filing_reference TEXT NOT NULL, 
	unit TEXT NOT NULL, 
	unit_key TEXT NOT NULL, 
	uscc TEXT NOT NULL, 
	address TEXT NOT NULL, 
	address_key TEXT NOT NULL, 
	day DATE, 
	series TEXT, 
	year INTEGER, 
	ordinal INTEGER, 
	content JSON NOT NULL, 
	clerk TEXT NOT NULL, 
	window TEXT NOT NULL, 
	zone TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_inspection PRIMARY KEY (inspection_id), 
	CONSTRAINT ck_inspection_version_counts_up CHECK (version >= 0)
);
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
INSERT INTO "issued_number" VALUES('备告',2026,1,'2026-11-29 16:24:08.979141','Asia/Shanghai',NULL,NULL);
INSERT INTO "issued_number" VALUES('备告',2026,2,'2026-11-29 16:24:09.020917','Asia/Shanghai',NULL,NULL);
INSERT INTO "issued_number" VALUES('备告',2026,3,'2026-11-29 16:24:09.058529','Asia/Shanghai',NULL,NULL);
INSERT INTO "issued_number" VALUES('备收',2026,1,'2026-11-29 16:24:09.093136','Asia/Shanghai',NULL,NULL);
INSERT INTO "issued_number" VALUES('备收',2026,2,'2026-11-29 16:24:09.126874','Asia/Shanghai',NULL,NULL);
INSERT INTO "issued_number" VALUES('备收',2026,3,'2026-11-29 16:24:09.160049','Asia/Shanghai',NULL,NULL);
INSERT INTO "issued_number" VALUES('备移',2026,1,'2026-11-29 16:24:09.300097','Asia/Shanghai',NULL,NULL);
INSERT INTO "issued_number" VALUES('备移',2026,2,'2026-11-29 16:24:09.362945','Asia/Shanghai',NULL,NULL);
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
INSERT INTO "issued_paper" VALUES(1,'6571c367bcda4a38b7c68f2f4a1612ef','deficiency_notice','备告',2026,1,'AJA18QZZBVY6','2026-11-29 16:24:08.952846','Asia/Shanghai','2025-05','{"advisories":[],"again":null,"answers":{"raw":{"agent.id_number":"530624197811120030","agent.id_type":"resident_id","agent.name":"王示例","agent.phone":"13800000003","system.address":"大关县悦乐镇新街45号","system.device_count":24,"system.division":"530624","system.function_types":["video"],"system.in_use_since":"2026-11-01","system.name":"院区安防视频系统","system.place_category":"medical","system.retention_days":90,"unit.address":"大关县悦乐镇新街45号","unit.kind":"institution","unit.name":"大关县第三人民医院","unit.uscc":"12530624431234567R"},"rows":{"devices":[{"devices[].code":"53062400001310000100","devices[].device_type":"dome","devices[].location":"门诊大厅(南)"},{"devices[].code":"53062400001310000101","devices[].device_type":"bullet","devices[].location":"急诊入口(南)"},{"devices[].code":"53062400001310000102","devices[].device_type":"dome","devices[].location":"住院楼一楼护士站外走廊(南)"},{"devices[].code":"53062400001310000103","devices[].device_type":"dome","devices[].location":"住院楼二楼走廊(南)"},{"devices[].code":"53062400001310000104","devices[].device_type":"dome","devices[].location":"住院楼三楼走廊(南)"},{"devices[].code":"53062400001310000105","devices[].device_type":"dome","devices[].location":"药房窗口(南)"},{"devices[].code":"53062400001310000106","devices[].device_type":"dome","devices[].location":"收费窗口(南)"},{"devices[].code":"53062400001310000107","devices[].device_type":"capture","devices[].location":"停车场入口(南)"},{"devices[].code":"53062400001310000108","devices[].device_type":"capture","devices[].location":"停车场出口(南)"},{"devices[].code":"53062400001310000109","devices[].device_type":"ptz","devices[].location":"西门(南)"},{"devices[].code":"53062400001310000110","devices[].device_type":"ptz","devices[].location":"东门(南)"},{"devices[].code":"53062400001310000111","devices[].device_type":"bullet","devices[].location":"食堂门口(南)"},{"devices[].code":"53062400001310000112","devices[].device_type":"dome","devices[].location":"门诊大厅(北)"},{"devices[].code":"53062400001310000113","devices[].device_type":"bullet","devices[].location":"急诊入口(北)"},{"devices[].code":"53062400001310000114","devices[].device_type":"dome","devices[].location":"住院楼一楼护士站外走廊(北)"},{"devices[].code":"53062400001310000115","devices[].device_type":"dome","devices[].location":"住院楼二楼走廊(北)"},{"devices[].code":"53062400001310000116","devices[].device_type":"dome","devices[].location":"住院楼三楼走廊(北)"},{"devices[].code":"53062400001310000117","devices[].device_type":"dome","devices[].location":"药房窗口(北)"},{"devices[].code":"53062400001310000118","devices[].device_type":"dome","devices[].location":"收费窗口(北)"},{"devices[].code":"53062400001310000119","devices[].device_type":"capture","devices[].location":"停车场入口(北)"},{"devices[].code":"53062400001310000120","devices[].device_type":"capture","devices[].location":"停车场出口(北)"},{"devices[].code":"53062400001310000121","devices[].device_type":"ptz","devices[].location":"西门(北)"},{"devices[].code":"53062400001310000122","devices[].device_type":"ptz","devices[].location":"东门(北)"},{"devices[].code":"53062400001310000123","devices[].device_type":"bullet","devices[].location":"食堂门口(北)"}]}},"barcode":"BG2026-0001","changes":[],"deficiencies":[{"code":"authorization_letter.not_sealed","key":"authorization_letter","label":"加盖单位公章的委托办理备案授权书","message":"委托办理备案授权书未加盖单位公章（授权书写的是另一人）","requirement":"授权书加盖单位公章","basis":"《规定》第六条","mend":"带回单位加盖公章后提交"},{"code":"authorization_letter.agent_mismatch","key":"authorization_letter","label":"加盖单位公章的委托办理备案授权书","message":"委托办理备案授权书授权的人员与经办人不符（授权书写的是另一人）","requirement":"授权书写明的受托人与经办人一致","basis":"《规定》第六条","mend":"由授权书写明的人员到窗口，或重新出具授权书"}],"document":"deficiency_notice","filed_on":null,"form":"filing","issued_at":"2026-11-30T00:24:08.952846+08:00","materials":{"agent_id":{"state":"accepted","defects":[],"note":"","original":true,"count":1,"pages":1,"held_since":"2026-11-30","brought":0,"left_on":null},"authorization_letter":{"state":"rejected","defects":["not_sealed","agent_mismatch"],"note":"授权书写的是另一人","original":true,"count":1,"pages":1,"held_since":"2026-11-30","brought":0,"left_on":null}},"number":{"series":"备告","year":2026,"ordinal":1},"office":{"name":"大关县公安局","division":"530624","prefix":"大公(视)","phone":"0870-0000000","hours":"工作日9:00至17:00","address":"大关县政务服务中心3号窗口","department":"大关县公安局科技信息化大队","time_zone":"Asia/Shanghai","area":{"west":"73","south":"3","east":"136","north":"54"},"shared_keys":[],"platform_number_format":""},"papers_kept":true,"platform_number":"","post":{"clerk":"陈示例","window":"3号窗口"},"received_at":"2026-11-30T00:24:08.909757+08:00","revision":1,"transfer_due":{"date":"2026-12-30","explanation":"1个月:自12月1日起算(11月30日当日不计),到对应日12月30日","calendar_complete":true},"unreviewed":[]}',0);
INSERT INTO "issued_paper" VALUES(2,'8d52348a76a34aec9730833235c81d58','deficiency_notice','备告',2026,2,'AJP0RX6WHWXZ','2026-11-29 16:24:09.009248','Asia/Shanghai','2025-05','{"advisories":[],"again":null,"answers":{"raw":{"agent.id_number":"530624197811120030","agent.id_type":"resident_id","agent.name":"王示例","agent.phone":"13800000003","system.address":"大关县悦乐镇新街45号","system.device_count":24,"system.division":"530624","system.function_types":["video"],"system.in_use_since":"2026-11-01","system.name":"院区安防视频系统","system.place_category":"medical","system.retention_days":90,"unit.address":"大关县悦乐镇新街45号","unit.kind":"institution","unit.name":"大关县第三人民医院","unit.uscc":"12530624431234567R"},"rows":{"devices":[{"devices[].code":"53062400001310000100","devices[].device_type":"dome","devices[].location":"门诊大厅(南)"},{"devices[].code":"53062400001310000101","devices[].device_type":"bullet","devices[].location":"急诊入口(南)"},{"devices[].code":"53062400001310000102","devices[].device_type":"dome","devices[].location":"住院楼一楼护士站外走廊(南)"},{"devices[].code":"53062400001310000103","devices[].device_type":"dome","devices[].location":"住院楼二楼走廊(南)"},{"devices[].code":"53062400001310000104","devices[].device_type":"dome","devices[].location":"住院楼三楼走廊(南)"},{"devices[].code":"53062400001310000105","devices[].device_type":"dome","devices[].location":"药房窗口(南)"},{"devices[].code":"53062400001310000106","devices[].device_type":"dome","devices[].location":"收费窗口(南)"},{"devices[].code":"53062400001310000107","devices[].device_type":"capture","devices[].location":"停车场入口(南)"},{"devices[].code":"53062400001310000108","devices[].device_type":"capture","devices[].location":"停车场出口(南)"},{"devices[].code":"53062400001310000109","devices[].device_type":"ptz","devices[].location":"西门(南)"},{"devices[].code":"53062400001310000110","devices[].device_type":"ptz","devices[].location":"东门(南)"},{"devices[].code":"53062400001310000111","devices[].device_type":"bullet","devices[].location":"食堂门口(南)"},{"devices[].code":"53062400001310000112","devices[].device_type":"dome","devices[].location":"门诊大厅(北)"},{"devices[].code":"53062400001310000113","devices[].device_type":"bullet","devices[].location":"急诊入口(北)"},{"devices[].code":"53062400001310000114","devices[].device_type":"dome","devices[].location":"住院楼一楼护士站外走廊(北)"},{"devices[].code":"53062400001310000115","devices[].device_type":"dome","devices[].location":"住院楼二楼走廊(北)"},{"devices[].code":"53062400001310000116","devices[].device_type":"dome","devices[].location":"住院楼三楼走廊(北)"},{"devices[].code":"53062400001310000117","devices[].device_type":"dome","devices[].location":"药房窗口(北)"},{"devices[].code":"53062400001310000118","devices[].device_type":"dome","devices[].location":"收费窗口(北)"},{"devices[].code":"53062400001310000119","devices[].device_type":"capture","devices[].location":"停车场入口(北)"},{"devices[].code":"53062400001310000120","devices[].device_type":"capture","devices[].location":"停车场出口(北)"},{"devices[].code":"53062400001310000121","devices[].device_type":"ptz","devices[].location":"西门(北)"},{"devices[].code":"53062400001310000122","devices[].device_type":"ptz","devices[].location":"东门(北)"},{"devices[].code":"53062400001310000123","devices[].device_type":"bullet","devices[].location":"食堂门口(北)"}]}},"barcode":"BG2026-0002","changes":[],"deficiencies":[{"code":"authorization_letter.not_sealed","key":"authorization_letter","label":"加盖单位公章的委托办理备案授权书","message":"委托办理备案授权书未加盖单位公章（授权书写的是另一人）","requirement":"授权书加盖单位公章","basis":"《规定》第六条","mend":"带回单位加盖公章后提交"},{"code":"authorization_letter.agent_mismatch","key":"authorization_letter","label":"加盖单位公章的委托办理备案授权书","message":"委托办理备案授权书授权的人员与经办人不符（授权书写的是另一人）","requirement":"授权书写明的受托人与经办人一致","basis":"《规定》第六条","mend":"由授权书写明的人员到窗口，或重新出具授权书"}],"document":"deficiency_notice","filed_on":null,"form":"filing","issued_at":"2026-11-30T00:24:09.009248+08:00","materials":{"agent_id":{"state":"accepted","defects":[],"note":"","original":true,"count":1,"pages":1,"held_since":"2026-11-30","brought":0,"left_on":null},"authorization_letter":{"state":"rejected","defects":["not_sealed","agent_mismatch"],"note":"授权书写的是另一人","original":true,"count":1,"pages":1,"held_since":null,"brought":0,"left_on":null}},"number":{"series":"备告","year":2026,"ordinal":2},"office":{"name":"大关县公安局","division":"530624","prefix":"大公(视)","phone":"0870-0000000","hours":"工作日9:00至17:00","address":"大关县政务服务中心3号窗口","department":"大关县公安局科技信息化大队","time_zone":"Asia/Shanghai","area":{"west":"73","south":"3","east":"136","north":"54"},"shared_keys":[],"platform_number_format":""},"papers_kept":true,"platform_number":"","post":{"clerk":"陈示例","window":"3号窗口"},"received_at":"2026-11-30T00:24:08.994128+08:00","revision":1,"transfer_due":{"date":"2026-12-30","explanation":"1个月:自12月1日起算(11月30日当日不计),到对应日12月30日","calendar_complete":true},"unreviewed":[]}',0);
INSERT INTO "issued_paper" VALUES(3,'fbf1fc0f367a4bbfbac1c314fcd7b015','deficiency_notice','备告',2026,3,'AJKJ1G4H6J67','2026-11-29 16:24:09.042000','Asia/Shanghai','2025-05','{"advisories":[],"again":null,"answers":{"raw":{"agent.id_number":"530624197811120030","agent.id_type":"resident_id","agent.name":"王示例","agent.phone":"13800000003","system.address":"大关县悦乐镇新街45号","system.device_count":24,"system.division":"530624","system.function_types":["video"],"system.in_use_since":"2026-11-01","system.name":"院区安防视频系统","system.place_category":"medical","system.retention_days":90,"unit.address":"大关县悦乐镇新街45号","unit.kind":"institution","unit.name":"大关县第三人民医院","unit.uscc":"12530624431234567R"},"rows":{"devices":[{"devices[].code":"53062400001310000100","devices[].device_type":"dome","devices[].location":"门诊大厅(南)"},{"devices[].code":"53062400001310000101","devices[].device_type":"bullet","devices[].location":"急诊入口(南)"},{"devices[].code":"53062400001310000102","devices[].device_type":"dome","devices[].location":"住院楼一楼护士站外走廊(南)"},{"devices[].code":"53062400001310000103","devices[].device_type":"dome","devices[].location":"住院楼二楼走廊(南)"},{"devices[].code":"53062400001310000104","devices[].device_type":"dome","devices[].location":"住院楼三楼走廊(南)"},{"devices[].code":"53062400001310000105","devices[].device_type":"dome","devices[].location":"药房窗口(南)"},{"devices[].code":"53062400001310000106","devices[].device_type":"dome","devices[].location":"收费窗口(南)"},{"devices[].code":"53062400001310000107","devices[].device_type":"capture","devices[].location":"停车场入口(南)"},{"devices[].code":"53062400001310000108","devices[].device_type":"capture","devices[].location":"停车场出口(南)"},{"devices[].code":"53062400001310000109","devices[].device_type":"ptz","devices[].location":"西门(南)"},{"devices[].code":"53062400001310000110","devices[].device_type":"ptz","devices[].location":"东门(南)"},{"devices[].code":"53062400001310000111","devices[].device_type":"bullet","devices[].location":"食堂门口(南)"},{"devices[].code":"53062400001310000112","devices[].device_type":"dome","devices[].location":"门诊大厅(北)"},{"devices[].code":"53062400001310000113","devices[].device_type":"bullet","devices[].location":"急诊入口(北)"},{"devices[].code":"53062400001310000114","devices[].device_type":"dome","devices[].location":"住院楼一楼护士站外走廊(北)"},{"devices[].code":"53062400001310000115","devices[].device_type":"dome","devices[].location":"住院楼二楼走廊(北)"},{"devices[].code":"53062400001310000116","devices[].device_type":"dome","devices[].location":"住院楼三楼走廊(北)"},{"devices[].code":"53062400001310000117","devices[].device_type":"dome","devices[].location":"药房窗口(北)"},{"devices[].code":"53062400001310000118","devices[].device_type":"dome","devices[].location":"收费窗口(北)"},{"devices[].code":"53062400001310000119","devices[].device_type":"capture","devices[].location":"停车场入口(北)"},{"devices[].code":"53062400001310000120","devices[].device_type":"capture","devices[].location":"停车场出口(北)"},{"devices[].code":"53062400001310000121","devices[].device_type":"ptz","devices[].location":"西门(北)"},{"devices[].code":"53062400001310000122","devices[].device_type":"ptz","devices[].location":"东门(北)"},{"devices[].code":"53062400001310000123","devices[].device_type":"bullet","devices[].location":"食堂门口(北)"}]}},"barcode":"BG2026-0003","changes":[],"deficiencies":[{"code":"authorization_letter.not_sealed","key":"authorization_letter","label":"加盖单位公章的委托办理备案授权书","message":"委托办理备案授权书未加盖单位公章（授权书写的是另一人）","requirement":"授权书加盖单位公章","basis":"《规定》第六条","mend":"带回单位加盖公章后提交"},{"code":"authorization_letter.agent_mismatch","key":"authorization_letter","label":"加盖单位公章的委托办理备案授权书","message":"委托办理备案授权书授权的人员与经办人不符（授权书写的是另一人）","requirement":"授权书写明的受托人与经办人一致","basis":"《规定》第六条","mend":"由授权书写明的人员到窗口，或重新出具授权书"}],"document":"deficiency_notice","filed_on":null,"form":"filing","issued_at":"2026-11-30T00:24:09.042000+08:00","materials":{"agent_id":{"state":"accepted","defects":[],"note":"","original":true,"count":1,"pages":1,"held_since":"2026-11-30","brought":0,"left_on":null},"authorization_letter":{"state":"rejected","defects":["not_sealed","agent_mismatch"],"note":"授权书写的是另一人","original":true,"count":1,"pages":1,"held_since":null,"brought":0,"left_on":null}},"number":{"series":"备告","year":2026,"ordinal":3},"office":{"name":"大关县公安局","division":"530624","prefix":"大公(视)","phone":"0870-0000000","hours":"工作日9:00至17:00","address":"大关县政务服务中心3号窗口","department":"大关县公安局科技信息化大队","time_zone":"Asia/Shanghai","area":{"west":"73","south":"3","east":"136","north":"54"},"shared_keys":[],"platform_number_format":""},"papers_kept":true,"platform_number":"","post":{"clerk":"陈示例","window":"3号窗口"},"received_at":"2026-11-30T00:24:09.029808+08:00","revision":1,"transfer_due":{"date":"2026-12-30","explanation":"1个月:自12月1日起算(11月30日当日不计),到对应日12月30日","calendar_complete":true},"unreviewed":[]}',0);
INSERT INTO "issued_paper" VALUES(4,'d2788de787c24ee98be620fcad23db04','material_receipt','备收',2026,1,'AJT0K5YQC10J','2026-11-29 16:24:09.082529','Asia/Shanghai','2025-05','{"advisories":[],"again":null,"answers":{"raw":{"agent.id_number":"530624199003071217","agent.id_type":"resident_id","agent.name":"张三龑","agent.phone":"13800000001","system.address":"大关县翠华镇人民路12号青禾广场","system.device_count":3,"system.division":"530624","system.function_types":["video","face"],"system.in_use_since":"2026-11-02","system.latitude":"27.7476","system.longitude":"103.8912","system.name":"青禾广场视频监控系统","system.place_category":"commerce","system.retention_days":30,"unit.address":"大关县翠华镇人民路12号","unit.kind":"enterprise","unit.legal_representative":"何示例","unit.name":"大关县青禾商贸有限公司","unit.phone":"0870-0000001","unit.uscc":"91530624MA6K3R7Q38"},"rows":{"devices":[{"devices[].brand":"示例牌","devices[].code":"53062400001310000001","devices[].device_type":"dome","devices[].location":"一楼东门","devices[].model":"DS-2CD2T47"},{"devices[].code":"53062400001310000002","devices[].device_type":"bullet","devices[].location":"地下停车场入口"},{"devices[].code":"53062400001310000003","devices[].device_type":"ptz","devices[].location":"三楼扶梯口"}]}},"barcode":"BS2026-0001","changes":[],"deficiencies":[],"document":"material_receipt","filed_on":null,"form":"filing","issued_at":"2026-11-30T00:24:09.082529+08:00","materials":{"agent_id":{"state":"accepted","defects":[],"note":"","original":true,"count":1,"pages":1,"held_since":"2026-11-30","brought":0,"left_on":null},"authorization_letter":{"state":"accepted","defects":[],"note":"","original":true,"count":1,"pages":1,"held_since":"2026-11-30","brought":0,"left_on":null}},"number":{"series":"备收","year":2026,"ordinal":1},"office":{"name":"大关县公安局","division":"530624","prefix":"大公(视)","phone":"0870-0000000","hours":"工作日9:00至17:00","address":"大关县政务服务中心3号窗口","department":"大关县公安局科技信息化大队","time_zone":"Asia/Shanghai","area":{"west":"73","south":"3","east":"136","north":"54"},"shared_keys":[],"platform_number_format":""},"papers_kept":true,"platform_number":"","post":{"clerk":"陈示例","window":"3号窗口"},"received_at":"2026-11-30T00:24:09.070180+08:00","revision":1,"transfer_due":{"date":"2026-12-30","explanation":"1个月:自12月1日起算(11月30日当日不计),到对应日12月30日","calendar_complete":true},"unreviewed":[]}',0);
INSERT INTO "issued_paper" VALUES(5,'05d0497a8d464263b911feea2ae3ff6b','platform_sheet',NULL,NULL,NULL,'AJT0K5YQC10J','2026-11-29 16:24:09.082529','Asia/Shanghai','2025-05','{"advisories":[],"again":null,"answers":{"raw":{"agent.id_number":"530624199003071217","agent.id_type":"resident_id","agent.name":"张三龑","agent.phone":"13800000001","system.address":"大关县翠华镇人民路12号青禾广场","system.device_count":3,"system.division":"530624","system.function_types":["video","face"],"system.in_use_since":"2026-11-02","system.latitude":"27.7476","system.longitude":"103.8912","system.name":"青禾广场视频监控系统","system.place_category":"commerce","system.retention_days":30,"unit.address":"大关县翠华镇人民路12号","unit.kind":"enterprise","unit.legal_representative":"何示例","unit.name":"大关县青禾商贸有限公司","unit.phone":"0870-0000001","unit.uscc":"91530624MA6K3R7Q38"},"rows":{"devices":[{"devices[].brand":"示例牌","devices[].code":"53062400001310000001","devices[].device_type":"dome","devices[].location":"一楼东门","devices[].model":"DS-2CD2T47"},{"devices[].code":"53062400001310000002","devices[].device_type":"bullet","devices[].location":"地下停车场入口"},{"devices[].code":"53062400001310000003","devices[].device_type":"ptz","devices[].location":"三楼扶梯口"}]}},"barcode":"BS2026-0001","changes":[],"deficiencies":[],"document":"platform_sheet","filed_on":null,"form":"filing","issued_at":"2026-11-30T00:24:09.082529+08:00","materials":{"agent_id":{"state":"accepted","defects":[],"note":"","original":true,"count":1,"pages":1,"held_since":"2026-11-30","brought":0,"left_on":null},"authorization_letter":{"state":"accepted","defects":[],"note":"","original":true,"count":1,"pages":1,"held_since":"2026-11-30","brought":0,"left_on":null}},"number":null,"office":{"name":"大关县公安局","division":"530624","prefix":"大公(视)","phone":"0870-0000000","hours":"工作日9:00至17:00","address":"大关县政务服务中心3号窗口","department":"大关县公安局科技信息化大队","time_zone":"Asia/Shanghai","area":{"west":"73","south":"3","east":"136","north":"54"},"shared_keys":[],"platform_number_format":""},"papers_kept":true,"platform_number":"","post":{"clerk":"陈示例","window":"3号窗口"},"received_at":"2026-11-30T00:24:09.070180+08:00","revision":1,"transfer_due":{"date":"2026-12-30","explanation":"1个月:自12月1日起算(11月30日当日不计),到对应日12月30日","calendar_complete":true},"unreviewed":[]}',0);
INSERT INTO "issued_paper" VALUES(6,'c8df091b4402499a93643688da21c4f3','material_receipt','备收',2026,2,'AJS7DH1FDGA5','2026-11-29 16:24:09.113235','Asia/Shanghai','2025-05','{"advisories":[],"again":null,"answers":{"raw":{"agent.id_number":"530624199003071217","agent.id_type":"resident_id","agent.name":"张三龑","agent.phone":"13800000001","system.address":"大关县翠华镇人民路12号青禾广场","system.device_count":3,"system.division":"530624","system.function_types":["video","face"],"system.in_use_since":"2026-11-02","system.latitude":"27.7476","system.longitude":"103.8912","system.name":"青禾广场视频监控系统","system.place_category":"commerce","system.retention_days":30,"unit.address":"大关县翠华镇人民路12号","unit.kind":"enterprise","unit.legal_representative":"何示例","unit.name":"大关县青禾商贸有限公司","unit.phone":"0870-0000001","unit.uscc":"91530624MA6K3R7Q38"},"rows":{"devices":[{"devices[].brand":"示例牌","devices[].code":"53062400001310000001","devices[].device_type":"dome","devices[].location":"一楼东门","devices[].model":"DS-2CD2T47"},{"devices[].code":"53062400001310000002","devices[].device_type":"bullet","devices[].location":"地下停车场入口"},{"devices[].code":"53062400001310000003","devices[].device_type":"ptz","devices[].location":"三楼扶梯口"}]}},"barcode":"BS2026-0002","changes":[],"deficiencies":[],"document":"material_receipt","filed_on":null,"form":"filing","issued_at":"2026-11-30T00:24:09.113235+08:00","materials":{"agent_id":{"state":"accepted","defects":[],"note":"","original":true,"count":1,"pages":1,"held_since":"2026-11-30","brought":0,"left_on":null},"authorization_letter":{"state":"accepted","defects":[],"note":"","original":true,"count":1,"pages":1,"held_since":"2026-11-30","brought":0,"left_on":null}},"number":{"series":"备收","year":2026,"ordinal":2},"office":{"name":"大关县公安局","division":"530624","prefix":"大公(视)","phone":"0870-0000000","hours":"工作日9:00至17:00","address":"大关县政务服务中心3号窗口","department":"大关县公安局科技信息化大队","time_zone":"Asia/Shanghai","area":{"west":"73","south":"3","east":"136","north":"54"},"shared_keys":[],"platform_number_format":""},"papers_kept":true,"platform_number":"","post":{"clerk":"陈示例","window":"3号窗口"},"received_at":"2026-11-30T00:24:09.103361+08:00","revision":1,"transfer_due":{"date":"2026-12-30","explanation":"1个月:自12月1日起算(11月30日当日不计),到对应日12月30日","calendar_complete":true},"unreviewed":[]}',0);
INSERT INTO "issued_paper" VALUES(7,'0ffc7ab635504b67baa85bcb2976a43b','platform_sheet',NULL,NULL,NULL,'AJS7DH1FDGA5','2026-11-29 16:24:09.113235','Asia/Shanghai','2025-05','{"advisories":[],"again":null,"answers":{"raw":{"agent.id_number":"530624199003071217","agent.id_type":"resident_id","agent.name":"张三龑","agent.phone":"13800000001","system.address":"大关县翠华镇人民路12号青禾广场","system.device_count":3,"system.division":"530624","system.function_types":["video","face"],"system.in_use_since":"2026-11-02","system.latitude":"27.7476","system.longitude":"103.8912","system.name":"青禾广场视频监控系统","system.place_category":"commerce","system.retention_days":30,"unit.address":"大关县翠华镇人民路12号","unit.kind":"enterprise","unit.legal_representative":"何示例","unit.name":"大关县青禾商贸有限公司","unit.phone":"0870-0000001","unit.uscc":"91530624MA6K3R7Q38"},"rows":{"devices":[{"devices[].brand":"示例牌","devices[].code":"53062400001310000001","devices[].device_type":"dome","devices[].location":"一楼东门","devices[].model":"DS-2CD2T47"},{"devices[].code":"53062400001310000002","devices[].device_type":"bullet","devices[].location":"地下停车场入口"},{"devices[].code":"53062400001310000003","devices[].device_type":"ptz","devices[].location":"三楼扶梯口"}]}},"barcode":"BS2026-0002","changes":[],"deficiencies":[],"document":"platform_sheet","filed_on":null,"form":"filing","issued_at":"2026-11-30T00:24:09.113235+08:00","materials":{"agent_id":{"state":"accepted","defects":[],"note":"","original":true,"count":1,"pages":1,"held_since":"2026-11-30","brought":0,"left_on":null},"authorization_letter":{"state":"accepted","defects":[],"note":"","original":true,"count":1,"pages":1,"held_since":"2026-11-30","brought":0,"left_on":null}},"number":null,"office":{"name":"大关县公安局","division":"530624","prefix":"大公(视)","phone":"0870-0000000","hours":"工作日9:00至17:00","address":"大关县政务服务中心3号窗口","department":"大关县公安局科技信息化大队","time_zone":"Asia/Shanghai","area":{"west":"73","south":"3","east":"136","north":"54"},"shared_keys":[],"platform_number_format":""},"papers_kept":true,"platform_number":"","post":{"clerk":"陈示例","window":"3号窗口"},"received_at":"2026-11-30T00:24:09.103361+08:00","revision":1,"transfer_due":{"date":"2026-12-30","explanation":"1个月:自12月1日起算(11月30日当日不计),到对应日12月30日","calendar_complete":true},"unreviewed":[]}',0);
INSERT INTO "issued_paper" VALUES(8,'265075ae7df0433382cad841f7f98d8a','material_receipt','备收',2026,3,'AJ9KPS5QYEZV','2026-11-29 16:24:09.150022','Asia/Shanghai','2025-05','{"advisories":[],"again":null,"answers":{"raw":{"agent.id_number":"530624199003071217","agent.id_type":"resident_id","agent.name":"张三龑","agent.phone":"13800000001","system.address":"大关县翠华镇人民路12号青禾广场","system.device_count":3,"system.division":"530624","system.function_types":["video","face"],"system.in_use_since":"2026-11-02","system.latitude":"27.7476","system.longitude":"103.8912","system.name":"青禾广场视频监控系统","system.place_category":"commerce","system.retention_days":30,"unit.address":"大关县翠华镇人民路12号","unit.kind":"enterprise","unit.legal_representative":"何示例","unit.name":"大关县青禾商贸有限公司","unit.phone":"0870-0000001","unit.uscc":"91530624MA6K3R7Q38"},"rows":{"devices":[{"devices[].brand":"示例牌","devices[].code":"53062400001310000001","devices[].device_type":"dome","devices[].location":"一楼东门","devices[].model":"DS-2CD2T47"},{"devices[].code":"53062400001310000002","devices[].device_type":"bullet","devices[].location":"地下停车场入口"},{"devices[].code":"53062400001310000003","devices[].device_type":"ptz","devices[].location":"三楼扶梯口"}]}},"barcode":"BS2026-0003","changes":[],"deficiencies":[],"document":"material_receipt","filed_on":null,"form":"filing","issued_at":"2026-11-30T00:24:09.150022+08:00","materials":{"agent_id":{"state":"accepted","defects":[],"note":"","original":true,"count":1,"pages":1,"held_since":"2026-11-30","brought":0,"left_on":null},"authorization_letter":{"state":"accepted","defects":[],"note":"","original":true,"count":1,"pages":1,"held_since":"2026-11-30","brought":0,"left_on":null}},"number":{"series":"备收","year":2026,"ordinal":3},"office":{"name":"大关县公安局","division":"530624","prefix":"大公(视)","phone":"0870-0000000","hours":"工作日9:00至17:00","address":"大关县政务服务中心3号窗口","department":"大关县公安局科技信息化大队","time_zone":"Asia/Shanghai","area":{"west":"73","south":"3","east":"136","north":"54"},"shared_keys":[],"platform_number_format":""},"papers_kept":true,"platform_number":"","post":{"clerk":"陈示例","window":"3号窗口"},"received_at":"2026-11-30T00:24:09.137843+08:00","revision":1,"transfer_due":{"date":"2026-12-30","explanation":"1个月:自12月1日起算(11月30日当日不计),到对应日12月30日","calendar_complete":true},"unreviewed":[]}',0);
INSERT INTO "issued_paper" VALUES(9,'49426e0cbb454fcbb803f7302b02f186','platform_sheet',NULL,NULL,NULL,'AJ9KPS5QYEZV','2026-11-29 16:24:09.150022','Asia/Shanghai','2025-05','{"advisories":[],"again":null,"answers":{"raw":{"agent.id_number":"530624199003071217","agent.id_type":"resident_id","agent.name":"张三龑","agent.phone":"13800000001","system.address":"大关县翠华镇人民路12号青禾广场","system.device_count":3,"system.division":"530624","system.function_types":["video","face"],"system.in_use_since":"2026-11-02","system.latitude":"27.7476","system.longitude":"103.8912","system.name":"青禾广场视频监控系统","system.place_category":"commerce","system.retention_days":30,"unit.address":"大关县翠华镇人民路12号","unit.kind":"enterprise","unit.legal_representative":"何示例","unit.name":"大关县青禾商贸有限公司","unit.phone":"0870-0000001","unit.uscc":"91530624MA6K3R7Q38"},"rows":{"devices":[{"devices[].brand":"示例牌","devices[].code":"53062400001310000001","devices[].device_type":"dome","devices[].location":"一楼东门","devices[].model":"DS-2CD2T47"},{"devices[].code":"53062400001310000002","devices[].device_type":"bullet","devices[].location":"地下停车场入口"},{"devices[].code":"53062400001310000003","devices[].device_type":"ptz","devices[].location":"三楼扶梯口"}]}},"barcode":"BS2026-0003","changes":[],"deficiencies":[],"document":"platform_sheet","filed_on":null,"form":"filing","issued_at":"2026-11-30T00:24:09.150022+08:00","materials":{"agent_id":{"state":"accepted","defects":[],"note":"","original":true,"count":1,"pages":1,"held_since":"2026-11-30","brought":0,"left_on":null},"authorization_letter":{"state":"accepted","defects":[],"note":"","original":true,"count":1,"pages":1,"held_since":"2026-11-30","brought":0,"left_on":null}},"number":null,"office":{"name":"大关县公安局","division":"530624","prefix":"大公(视)","phone":"0870-0000000","hours":"工作日9:00至17:00","address":"大关县政务服务中心3号窗口","department":"大关县公安局科技信息化大队","time_zone":"Asia/Shanghai","area":{"west":"73","south":"3","east":"136","north":"54"},"shared_keys":[],"platform_number_format":""},"papers_kept":true,"platform_number":"","post":{"clerk":"陈示例","window":"3号窗口"},"received_at":"2026-11-30T00:24:09.137843+08:00","revision":1,"transfer_due":{"date":"2026-12-30","explanation":"1个月:自12月1日起算(11月30日当日不计),到对应日12月30日","calendar_complete":true},"unreviewed":[]}',0);
INSERT INTO "issued_paper" VALUES(10,'8bb7f735c91f41ac810663aa6665fc21','transfer_list','备移',2026,2,'PC8W729LM2QG','2026-11-29 16:24:09.375795','Asia/Shanghai','2025-05','{"advisories":[],"again":null,"answers":{"raw":{},"rows":{}},"barcode":"BY2026-0002","changes":[],"deficiencies":[],"document":"transfer_list","filed_on":null,"form":"transfer","issued_at":"2026-11-30T00:24:09.375795+08:00","materials":{},"number":{"series":"备移","year":2026,"ordinal":2},"office":{"name":"大关县公安局","division":"530624","prefix":"大公(视)","phone":"0870-0000000","hours":"工作日9:00至17:00","address":"大关县政务服务中心3号窗口","department":"大关县公安局科技信息化大队","time_zone":"Asia/Shanghai","area":{"west":"73","south":"3","east":"136","north":"54"},"shared_keys":[],"platform_number_format":""},"papers_kept":true,"platform_number":"","post":{"clerk":"陈示例","window":"3号窗口"},"received_at":"2026-11-30T00:24:09.375795+08:00","revision":1,"transfer":{"number":"大公(视)备移〔2026〕0002号","closed_on":"2026-11-30","department":"大关县公安局科技信息化大队","cases":[{"position":1,"reference":"AJ9KPS5QYEZV","number":"大公(视)备收〔2026〕0003号","barcode":"BS2026-0003","unit":"大关县青禾商贸有限公司","title":"青禾广场视频监控系统首次备案材料","matter":"首次备案","state":"待录入","received_on":"2026-11-30","held_since":"2026-11-30","due":"2026-12-30","pages":3,"filed_on":null,"platform_number":"","scans":0,"sheets":[{"title":"收件凭证","number":"大公(视)备收〔2026〕0003号","responsible":"大关县公安局","day":"2026-11-30","pages":1,"first_page":1,"note":""},{"title":"经办人身份证件","number":"","responsible":"大关县青禾商贸有限公司","day":"2026-11-30","pages":1,"first_page":2,"note":""},{"title":"加盖单位公章的委托办理备案授权书","number":"","responsible":"大关县青禾商贸有限公司","day":"2026-11-30","pages":1,"first_page":3,"note":""}],"note":"","decision":"","reason":"","failed":[],"archive":""}],"package":null,"handed_over_by":"","batch_id":"PC8W729LM2QG"},"transfer_due":null,"unreviewed":[]}',0);
INSERT INTO "issued_paper" VALUES(11,'b40bcccbf49745c2af8133274b03a7ca','transfer_cover',NULL,NULL,NULL,'PC8W729LM2QG','2026-11-29 16:24:09.375795','Asia/Shanghai','2025-05','{"advisories":[],"again":null,"answers":{"raw":{},"rows":{}},"barcode":"BY2026-0002","changes":[],"deficiencies":[],"document":"transfer_cover","filed_on":null,"form":"transfer","issued_at":"2026-11-30T00:24:09.375795+08:00","materials":{},"number":{"series":"备移","year":2026,"ordinal":2},"office":{"name":"大关县公安局","division":"530624","prefix":"大公(视)","phone":"0870-0000000","hours":"工作日9:00至17:00","address":"大关县政务服务中心3号窗口","department":"大关县公安局科技信息化大队","time_zone":"Asia/Shanghai","area":{"west":"73","south":"3","east":"136","north":"54"},"shared_keys":[],"platform_number_format":""},"papers_kept":true,"platform_number":"","post":{"clerk":"陈示例","window":"3号窗口"},"received_at":"2026-11-30T00:24:09.375795+08:00","revision":1,"transfer":{"number":"大公(视)备移〔2026〕0002号","closed_on":"2026-11-30","department":"大关县公安局科技信息化大队","cases":[{"position":1,"reference":"AJ9KPS5QYEZV","number":"大公(视)备收〔2026〕0003号","barcode":"BS2026-0003","unit":"大关县青禾商贸有限公司","title":"青禾广场视频监控系统首次备案材料","matter":"首次备案","state":"待录入","received_on":"2026-11-30","held_since":"2026-11-30","due":"2026-12-30","pages":3,"filed_on":null,"platform_number":"","scans":0,"sheets":[{"title":"收件凭证","number":"大公(视)备收〔2026〕0003号","responsible":"大关县公安局","day":"2026-11-30","pages":1,"first_page":1,"note":""},{"title":"经办人身份证件","number":"","responsible":"大关县青禾商贸有限公司","day":"2026-11-30","pages":1,"first_page":2,"note":""},{"title":"加盖单位公章的委托办理备案授权书","number":"","responsible":"大关县青禾商贸有限公司","day":"2026-11-30","pages":1,"first_page":3,"note":""}],"note":"","decision":"","reason":"","failed":[],"archive":""}],"package":null,"handed_over_by":"","batch_id":"PC8W729LM2QG"},"transfer_due":null,"unreviewed":[]}',0);
CREATE TABLE number_series (
	series TEXT NOT NULL, 
	year INTEGER NOT NULL, 
	last INTEGER NOT NULL, 
	CONSTRAINT pk_number_series PRIMARY KEY (series, year), 
	CONSTRAINT ck_number_series_last_counts_up CHECK (last >= 0)
)
 WITHOUT ROWID

;
INSERT INTO "number_series" VALUES('备告',2026,3);
INSERT INTO "number_series" VALUES('备收',2026,3);
INSERT INTO "number_series" VALUES('备移',2026,2);
CREATE TABLE office (
	id INTEGER NOT NULL, 
	office JSON NOT NULL, 
	CONSTRAINT pk_office PRIMARY KEY (id), 
	CONSTRAINT ck_office_only_one CHECK (id = 1)
);
INSERT INTO "office" VALUES(1,'{"name":"大关县公安局","division":"530624","prefix":"大公(视)","phone":"0870-0000000","hours":"工作日9:00至17:00","address":"大关县政务服务中心3号窗口","department":"大关县公安局科技信息化大队","time_zone":"Asia/Shanghai","area":{"west":"73","south":"3","east":"136","north":"54"},"shared_keys":[],"platform_number_format":""}');
CREATE TABLE office_identity (
	id INTEGER NOT NULL, 
	office TEXT NOT NULL, 
	CONSTRAINT pk_office_identity PRIMARY KEY (id), 
	CONSTRAINT ck_office_identity_only_one CHECK (id = 1)
);
INSERT INTO "office_identity" VALUES(1,'886dfed1f7cb5d568d01144419888058');
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
CREATE TABLE reception (
	reception_id TEXT NOT NULL, 
	batch TEXT NOT NULL, 
	office TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	opened_at DATETIME NOT NULL, 
	zone TEXT NOT NULL, 
	clerk TEXT NOT NULL, 
	window TEXT NOT NULL, 
	content JSON NOT NULL, 
	decisions JSON NOT NULL, 
	settled_at DATETIME, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_reception PRIMARY KEY (reception_id)
);
CREATE TABLE reinspection (
	reinspection_id TEXT NOT NULL, 
	order_id TEXT NOT NULL, 
	conclusion TEXT NOT NULL, 
	day DATE NOT NULL, 
	series TEXT, 
	year INTEGER, 
	ordinal INTEGER, 
	content JSON NOT NULL, 
	clerk TEXT NOT NULL, 
	window TEXT NOT NULL, 
	zone TEXT NOT NULL, 
	CONSTRAINT pk_reinspection PRIMARY KEY (reinspection_id), 
	CONSTRAINT fk_reinspection_order_id_correction_order FOREIGN KEY(order_id) REFERENCES correction_order (order_id)
);
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
INSERT INTO "search_entry" VALUES(999999994,'AJ9KPS5QYEZV',-1034686412755131062,NULL);
INSERT INTO "search_entry" VALUES(999999995,'AJS7DH1FDGA5',-1034686412755131062,NULL);
INSERT INTO "search_entry" VALUES(999999996,'AJT0K5YQC10J',-1034686412755131062,NULL);
INSERT INTO "search_entry" VALUES(999999997,'AJKJ1G4H6J67',4604416576239623085,NULL);
INSERT INTO "search_entry" VALUES(999999998,'AJP0RX6WHWXZ',4604416576239623085,NULL);
INSERT INTO "search_entry" VALUES(999999999,'AJA18QZZBVY6',4604416576239623085,NULL);
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
INSERT INTO "search_state" VALUES(1,'',0,6,'entering',1000000000);
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
INSERT INTO "state_change" VALUES(1,'AJA18QZZBVY6','2026-11-29 16:24:08.926424','Asia/Shanghai','陈示例','3号窗口','','draft','','none');
INSERT INTO "state_change" VALUES(2,'AJA18QZZBVY6','2026-11-29 16:24:08.972172','Asia/Shanghai','陈示例','3号窗口','draft','deficient','none','at_window');
INSERT INTO "state_change" VALUES(3,'AJP0RX6WHWXZ','2026-11-29 16:24:09.001388','Asia/Shanghai','陈示例','3号窗口','','draft','','none');
INSERT INTO "state_change" VALUES(4,'AJP0RX6WHWXZ','2026-11-29 16:24:09.019833','Asia/Shanghai','陈示例','3号窗口','draft','deficient','none','at_window');
INSERT INTO "state_change" VALUES(5,'AJKJ1G4H6J67','2026-11-29 16:24:09.032547','Asia/Shanghai','陈示例','3号窗口','','draft','','none');
INSERT INTO "state_change" VALUES(6,'AJKJ1G4H6J67','2026-11-29 16:24:09.052423','Asia/Shanghai','陈示例','3号窗口','draft','deficient','none','at_window');
INSERT INTO "state_change" VALUES(7,'AJT0K5YQC10J','2026-11-29 16:24:09.077639','Asia/Shanghai','陈示例','3号窗口','','draft','','none');
INSERT INTO "state_change" VALUES(8,'AJT0K5YQC10J','2026-11-29 16:24:09.091592','Asia/Shanghai','陈示例','3号窗口','draft','complete','none','at_window');
INSERT INTO "state_change" VALUES(9,'AJS7DH1FDGA5','2026-11-29 16:24:09.110016','Asia/Shanghai','陈示例','3号窗口','','draft','','none');
INSERT INTO "state_change" VALUES(10,'AJS7DH1FDGA5','2026-11-29 16:24:09.125436','Asia/Shanghai','陈示例','3号窗口','draft','complete','none','at_window');
INSERT INTO "state_change" VALUES(11,'AJ9KPS5QYEZV','2026-11-29 16:24:09.140835','Asia/Shanghai','陈示例','3号窗口','','draft','','none');
INSERT INTO "state_change" VALUES(12,'AJ9KPS5QYEZV','2026-11-29 16:24:09.159012','Asia/Shanghai','陈示例','3号窗口','draft','complete','none','at_window');
INSERT INTO "state_change" VALUES(13,'AJ9KPS5QYEZV','2026-11-29 16:24:09.437366','Asia/Shanghai','陈示例','3号窗口','complete','complete','at_window','in_transfer');
CREATE TABLE supervisor (
	name TEXT NOT NULL, 
	pin_hash TEXT NOT NULL, 
	set_at DATETIME NOT NULL, 
	zone TEXT NOT NULL, 
	CONSTRAINT pk_supervisor PRIMARY KEY (name)
);
CREATE TABLE tip (
	tip_id TEXT NOT NULL, 
	state TEXT NOT NULL, 
	category TEXT NOT NULL, 
	filing_reference TEXT NOT NULL, 
	inspection_id TEXT NOT NULL, 
	unit TEXT NOT NULL, 
	unit_key TEXT NOT NULL, 
	address TEXT NOT NULL, 
	address_key TEXT NOT NULL, 
	day DATE NOT NULL, 
	due DATE, 
	series TEXT, 
	year INTEGER, 
	ordinal INTEGER, 
	content JSON NOT NULL, 
	clerk TEXT NOT NULL, 
	window TEXT NOT NULL, 
	zone TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_tip PRIMARY KEY (tip_id), 
	CONSTRAINT ck_tip_version_counts_up CHECK (version >= 0)
);
CREATE TABLE tip_source (
	tip_id TEXT NOT NULL, 
	content JSON NOT NULL, 
	CONSTRAINT pk_tip_source PRIMARY KEY (tip_id), 
	CONSTRAINT fk_tip_source_tip_id_tip FOREIGN KEY(tip_id) REFERENCES tip (tip_id)
);
CREATE TABLE transfer_batch (
	batch_id TEXT NOT NULL, 
	state TEXT NOT NULL, 
	opened_at DATETIME NOT NULL, 
	zone TEXT NOT NULL, 
	clerk TEXT NOT NULL, 
	window TEXT NOT NULL, 
	series TEXT, 
	year INTEGER, 
	ordinal INTEGER, 
	closed_at DATETIME, 
	handed_over_at DATETIME, 
	settled_at DATETIME, 
	handed_over_by TEXT NOT NULL, 
	received_by TEXT NOT NULL, 
	package JSON, 
	issued BOOLEAN NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_transfer_batch PRIMARY KEY (batch_id), 
	CONSTRAINT ck_transfer_batch_version_counts_up CHECK (version >= 0)
);
INSERT INTO "transfer_batch" VALUES('PCR003F6W8X8','open','2026-11-29 16:24:09.169748','Asia/Shanghai','陈示例','3号窗口',NULL,NULL,NULL,NULL,NULL,NULL,'','','null',0,2);
INSERT INTO "transfer_batch" VALUES('PCQ9KP1KRW4N','closed','2026-11-29 16:24:09.241914','Asia/Shanghai','陈示例','3号窗口','备移',2026,1,'2026-11-29 16:24:09.285970',NULL,NULL,'','','null',0,3);
INSERT INTO "transfer_batch" VALUES('PC8W729LM2QG','handed_over','2026-11-29 16:24:09.323898','Asia/Shanghai','陈示例','3号窗口','备移',2026,2,'2026-11-29 16:24:09.353922','2026-11-29 16:24:09.421738',NULL,'陈示例','','null',1,5);
CREATE TABLE transfer_item (
	batch_id TEXT NOT NULL, 
	filing_reference TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	pages INTEGER NOT NULL, 
	held_since DATE NOT NULL, 
	due DATE NOT NULL, 
	case_version INTEGER NOT NULL, 
	live BOOLEAN NOT NULL, 
	scanned_at DATETIME, 
	outcome TEXT NOT NULL, 
	decided_at DATETIME, 
	decided_by TEXT NOT NULL, 
	passed JSON NOT NULL, 
	reason TEXT NOT NULL, 
	fonds TEXT, 
	archive_year INTEGER, 
	retention TEXT, 
	archive_item INTEGER, 
	CONSTRAINT pk_transfer_item PRIMARY KEY (batch_id, filing_reference), 
	CONSTRAINT ck_transfer_item_position_from_1 CHECK (position >= 1), 
	CONSTRAINT ck_transfer_item_pages_from_1 CHECK (pages >= 1), 
	CONSTRAINT fk_transfer_item_batch_id_transfer_batch FOREIGN KEY(batch_id) REFERENCES transfer_batch (batch_id), 
	CONSTRAINT fk_transfer_item_filing_reference_filing FOREIGN KEY(filing_reference) REFERENCES filing (reference)
)
 WITHOUT ROWID

;
INSERT INTO "transfer_item" VALUES('PC8W729LM2QG','AJ9KPS5QYEZV',1,3,'2026-11-30','2026-12-30',1,1,'2026-11-29 16:24:09.333679','',NULL,'','[]','',NULL,NULL,NULL,NULL);
INSERT INTO "transfer_item" VALUES('PCQ9KP1KRW4N','AJS7DH1FDGA5',1,3,'2026-11-30','2026-12-30',1,1,'2026-11-29 16:24:09.253903','',NULL,'','[]','',NULL,NULL,NULL,NULL);
INSERT INTO "transfer_item" VALUES('PCR003F6W8X8','AJKJ1G4H6J67',1,2,'2026-11-30','2026-12-30',1,1,'2026-11-29 16:24:09.181751','',NULL,'','[]','',NULL,NULL,NULL,NULL);
INSERT INTO "transfer_item" VALUES('PCR003F6W8X8','AJT0K5YQC10J',2,3,'2026-11-30','2026-12-30',1,1,'2026-11-29 16:24:09.217752','',NULL,'','[]','',NULL,NULL,NULL,NULL);
CREATE TABLE transfer_number (
	series TEXT NOT NULL, 
	year INTEGER NOT NULL, 
	ordinal INTEGER NOT NULL, 
	batch_id TEXT NOT NULL, 
	CONSTRAINT pk_transfer_number PRIMARY KEY (series, year, ordinal), 
	CONSTRAINT fk_transfer_number_batch_id_transfer_batch FOREIGN KEY(batch_id) REFERENCES transfer_batch (batch_id)
)
 WITHOUT ROWID

;
INSERT INTO "transfer_number" VALUES('备移',2026,2,'PC8W729LM2QG');
INSERT INTO "transfer_number" VALUES('备移',2026,1,'PCQ9KP1KRW4N');
CREATE TABLE trusted_key (
	fingerprint TEXT NOT NULL, 
	name TEXT NOT NULL, 
	trusted_at DATETIME NOT NULL, 
	zone TEXT NOT NULL, 
	clerk TEXT NOT NULL, 
	window TEXT NOT NULL, 
	CONSTRAINT pk_trusted_key PRIMARY KEY (fingerprint)
);
CREATE VIRTUAL TABLE search_word USING fts5(words, content='', contentless_delete=1, detail=none, tokenize='ascii');
-- The index of words is made anew from the cases.
UPDATE search_entry SET digest = 0;
UPDATE search_state SET edition = '';
CREATE TRIGGER broken_promise_no_delete BEFORE DELETE ON broken_promise BEGIN SELECT RAISE(ABORT, 'broken_promise is written once'); END;
CREATE TRIGGER broken_promise_no_replace BEFORE INSERT ON broken_promise WHEN EXISTS (SELECT 1 FROM broken_promise WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'broken_promise is written once'); END;
CREATE TRIGGER broken_promise_no_update BEFORE UPDATE ON broken_promise BEGIN SELECT RAISE(ABORT, 'broken_promise is written once'); END;
CREATE TRIGGER delivery_no_delete BEFORE DELETE ON delivery BEGIN SELECT RAISE(ABORT, 'delivery is written once'); END;
CREATE TRIGGER delivery_no_replace BEFORE INSERT ON delivery WHEN EXISTS (SELECT 1 FROM delivery WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'delivery is written once'); END;
CREATE TRIGGER delivery_no_update BEFORE UPDATE ON delivery BEGIN SELECT RAISE(ABORT, 'delivery is written once'); END;
CREATE TRIGGER history_no_delete BEFORE DELETE ON history BEGIN SELECT RAISE(ABORT, 'history is written once'); END;
CREATE TRIGGER history_no_replace BEFORE INSERT ON history WHEN EXISTS (SELECT 1 FROM history WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'history is written once'); END;
CREATE TRIGGER history_no_update BEFORE UPDATE ON history BEGIN SELECT RAISE(ABORT, 'history is written once'); END;
CREATE TRIGGER issued_number_no_delete BEFORE DELETE ON issued_number BEGIN SELECT RAISE(ABORT, 'issued_number is written once'); END;
CREATE TRIGGER issued_number_no_replace BEFORE INSERT ON issued_number WHEN EXISTS (SELECT 1 FROM issued_number WHERE series = NEW.series AND year = NEW.year AND ordinal = NEW.ordinal) BEGIN SELECT RAISE(ABORT, 'issued_number is written once'); END;
CREATE TRIGGER issued_number_no_update BEFORE UPDATE OF series, year, ordinal, taken_at, zone ON issued_number BEGIN SELECT RAISE(ABORT, 'issued_number is written once'); END;
CREATE TRIGGER issued_paper_no_delete BEFORE DELETE ON issued_paper BEGIN SELECT RAISE(ABORT, 'issued_paper is written once'); END;
CREATE TRIGGER issued_paper_no_move BEFORE UPDATE ON issued_paper WHEN NEW.rowid IS NOT OLD.rowid BEGIN SELECT RAISE(ABORT, 'issued_paper is written once'); END;
CREATE TRIGGER issued_paper_no_replace BEFORE INSERT ON issued_paper WHEN EXISTS (SELECT 1 FROM issued_paper WHERE rowid = NEW.rowid) OR EXISTS (SELECT 1 FROM issued_paper WHERE paper_id = NEW.paper_id) OR EXISTS (SELECT 1 FROM issued_paper WHERE series = NEW.series AND year = NEW.year AND ordinal = NEW.ordinal) BEGIN SELECT RAISE(ABORT, 'issued_paper is written once'); END;
CREATE TRIGGER issued_paper_no_update BEFORE UPDATE OF position, paper_id, document, series, year, ordinal, reference, issued_at, zone, edition, content ON issued_paper BEGIN SELECT RAISE(ABORT, 'issued_paper is written once'); END;
CREATE INDEX ix_attachment_owner ON attachment (owner);
CREATE INDEX ix_attachment_sha256 ON attachment (sha256);
CREATE INDEX ix_broken_promise_at ON broken_promise (at);
CREATE INDEX ix_broken_promise_paper_id ON broken_promise (paper_id);
CREATE INDEX ix_capture_device_code ON capture_device (code);
CREATE INDEX ix_capture_device_code_reversed ON capture_device (code_reversed);
CREATE INDEX ix_correction_order_due ON correction_order (due);
CREATE INDEX ix_correction_order_inspection_id ON correction_order (inspection_id);
CREATE UNIQUE INDEX ix_correction_order_series_year_ordinal ON correction_order (series, year, ordinal);
CREATE INDEX ix_correction_order_state_due ON correction_order (state, due);
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
CREATE INDEX ix_history_clock_confirmed ON history (position) WHERE act = 'clock.confirmed';
CREATE INDEX ix_history_reference ON history (reference);
CREATE INDEX ix_inspection_address_key ON inspection (address_key);
CREATE INDEX ix_inspection_day ON inspection (day);
CREATE UNIQUE INDEX ix_inspection_series_year_ordinal ON inspection (series, year, ordinal);
CREATE INDEX ix_inspection_state_day ON inspection (state, day);
CREATE INDEX ix_inspection_unit_key ON inspection (unit_key);
CREATE INDEX ix_inspection_uscc ON inspection (uscc);
CREATE INDEX ix_issued_number_taken_at ON issued_number (taken_at);
CREATE INDEX ix_issued_number_voided_at ON issued_number (voided_at);
CREATE INDEX ix_issued_paper_prints_issued_at ON issued_paper (prints, issued_at);
CREATE INDEX ix_issued_paper_reference ON issued_paper (reference);
CREATE UNIQUE INDEX ix_issued_paper_series_year_ordinal ON issued_paper (series, year, ordinal);
CREATE INDEX ix_reception_batch_office ON reception (batch, office);
CREATE INDEX ix_reception_opened_at ON reception (opened_at);
CREATE INDEX ix_reinspection_day ON reinspection (day);
CREATE INDEX ix_reinspection_order_id ON reinspection (order_id);
CREATE UNIQUE INDEX ix_reinspection_series_year_ordinal ON reinspection (series, year, ordinal);
CREATE INDEX ix_scan_filing_reference ON scan (filing_reference);
CREATE INDEX ix_scan_sha256 ON scan (sha256);
CREATE INDEX ix_state_change_filing_reference ON state_change (filing_reference);
CREATE INDEX ix_tip_address_key ON tip (address_key);
CREATE INDEX ix_tip_day ON tip (day);
CREATE INDEX ix_tip_filing_reference ON tip (filing_reference);
CREATE UNIQUE INDEX ix_tip_series_year_ordinal ON tip (series, year, ordinal);
CREATE INDEX ix_tip_state_due ON tip (state, due);
CREATE INDEX ix_tip_unit_key ON tip (unit_key);
CREATE INDEX ix_transfer_batch_handed_over_at ON transfer_batch (handed_over_at);
CREATE UNIQUE INDEX ix_transfer_batch_series_year_ordinal ON transfer_batch (series, year, ordinal);
CREATE INDEX ix_transfer_batch_state_opened_at ON transfer_batch (state, opened_at);
CREATE INDEX ix_transfer_item_filing_reference ON transfer_item (filing_reference);
CREATE INDEX ix_transfer_item_fonds_archive_year_retention_archive_item ON transfer_item (fonds, archive_year, retention, archive_item);
CREATE UNIQUE INDEX ix_transfer_item_one_live ON transfer_item (filing_reference) WHERE live;
CREATE INDEX ix_transfer_number_batch_id ON transfer_number (batch_id);
CREATE TRIGGER reinspection_no_delete BEFORE DELETE ON reinspection BEGIN SELECT RAISE(ABORT, 'reinspection is written once'); END;
CREATE TRIGGER reinspection_no_replace BEFORE INSERT ON reinspection WHEN EXISTS (SELECT 1 FROM reinspection WHERE rowid = NEW.rowid) OR EXISTS (SELECT 1 FROM reinspection WHERE reinspection_id = NEW.reinspection_id) OR EXISTS (SELECT 1 FROM reinspection WHERE series = NEW.series AND year = NEW.year AND ordinal = NEW.ordinal) BEGIN SELECT RAISE(ABORT, 'reinspection is written once'); END;
CREATE TRIGGER reinspection_no_update BEFORE UPDATE ON reinspection BEGIN SELECT RAISE(ABORT, 'reinspection is written once'); END;
CREATE TRIGGER state_change_no_delete BEFORE DELETE ON state_change BEGIN SELECT RAISE(ABORT, 'state_change is written once'); END;
CREATE TRIGGER state_change_no_replace BEFORE INSERT ON state_change WHEN EXISTS (SELECT 1 FROM state_change WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'state_change is written once'); END;
CREATE TRIGGER state_change_no_update BEFORE UPDATE ON state_change BEGIN SELECT RAISE(ABORT, 'state_change is written once'); END;
COMMIT;
