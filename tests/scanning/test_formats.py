"""PDF, JPG, PNG and TIFF: read to the end, shown as wanted, refused in a sentence where they are no good."""

import io
import random
from pathlib import Path

import pytest
from PIL import Image

from counter_app.domain.basics.refusal import Refusal
from counter_app.scanning import images
from counter_app.scanning.formats import ScanFormats
from counter_app.scanning.limits import MOST_DOTS, MOST_PAGES
from counter_app.services.ports import RenderRequest, ScanFacts
from tests.fakes import scan_samples as samples
from tests.scanning.given import Given

GOOD = {
    "letter.pdf": (samples.pdf(2), ScanFacts("application/pdf", 2)),
    "card.jpg": (samples.jpeg(), ScanFacts("image/jpeg", 1)),
    "card.JPEG": (samples.jpeg(progressive=True), ScanFacts("image/jpeg", 1)),
    "grey.jpg": (samples.packed(samples.sheet(mode="L"), "JPEG"), ScanFacts("image/jpeg", 1)),
    "print.jpg": (samples.packed(samples.sheet(mode="CMYK"), "JPEG"), ScanFacts("image/jpeg", 1)),
    "card.png": (samples.png(), ScanFacts("image/png", 1)),
    "clear.png": (samples.png(mode="RGBA"), ScanFacts("image/png", 1)),
    "palette.png": (samples.png(mode="P"), ScanFacts("image/png", 1)),
    "deep.png": (samples.packed(samples.sheet(mode="I;16"), "PNG"), ScanFacts("image/png", 1)),
    "list.tif": (samples.tiff(3), ScanFacts("image/tiff", 3)),
    "fax.tiff": (samples.tiff(2, mode="1", compression="group4"), ScanFacts("image/tiff", 2)),
    "lzw.tiff": (samples.tiff(2, compression="tiff_lzw"), ScanFacts("image/tiff", 2)),
    "": (samples.png(), ScanFacts("image/png", 1)),
}
RED = (200, 0, 0)
FAULTS = Path(__file__).parents[1] / "faults"


@pytest.fixture
def reader():
    return Given(ScanFormats())


def _ignore(_done, _total):
    pass


def _ending(name):
    return name[name.find(".") :].lower() if name else ""


def _image(raster):
    return Image.frombuffer("RGB", (raster.width, raster.height), raster.dots, "raw", "BGRX", raster.stride, 1)


def _is_red(image, place):
    return all(abs(have - want) < 24 for have, want in zip(image.getpixel(place), RED, strict=True))


@pytest.mark.parametrize("name", GOOD)
def test_a_good_scan_is_known_for_what_it_is_and_can_be_seen(reader, name):
    content, facts = GOOD[name]
    assert reader.examine(content, _ending(name), _ignore) == facts
    sizes = reader.sizes(content, facts.media_type)
    assert len(sizes) == facts.pages
    for page, (width, height) in enumerate(sizes):
        raster = reader.render(content, facts.media_type, RenderRequest(page, 0.5))
        assert (raster.width, raster.height) == (round(width / 2), round(height / 2))
        assert len(raster.dots) >= raster.stride * raster.height
    assert reader.thumbnail(content, facts.media_type).startswith(b"\xff\xd8")


@pytest.mark.parametrize("name", ["letter.pdf", "card.png", "list.tif", "card.jpg"])
def test_a_scan_is_turned_clockwise(reader, name):
    content, facts = GOOD[name]
    upright = _image(reader.render(content, facts.media_type, RenderRequest(0, 0.5)))
    assert _is_red(upright, (5, 5))
    turned = _image(reader.render(content, facts.media_type, RenderRequest(0, 0.5, rotation=90)))
    assert turned.size == upright.size[::-1]
    assert _is_red(turned, (turned.width - 6, 5))
    assert _is_red(
        _image(reader.render(content, facts.media_type, RenderRequest(0, 0.5, rotation=180))),
        (-6 + upright.width, -6 + upright.height),
    )
    left = _image(reader.render(content, facts.media_type, RenderRequest(0, 0.5, rotation=270)))
    assert _is_red(left, (5, left.height - 6))


@pytest.mark.parametrize("name", ["letter.pdf", "card.png", "list.tif", "card.jpg"])
@pytest.mark.parametrize("rotation", [0, 90])
def test_a_part_of_a_page_is_what_the_whole_page_shows_there(reader, name, rotation):
    content, facts = GOOD[name]
    whole = _image(reader.render(content, facts.media_type, RenderRequest(0, 2.0, rotation)))
    part = _image(reader.render(content, facts.media_type, RenderRequest(0, 2.0, rotation, (40, 30, 120, 90))))
    assert part.size == (120, 90)
    for place in ((10, 10), (60, 45), (110, 80)):
        there = whole.getpixel((place[0] + 40, place[1] + 30))
        assert all(abs(a - b) < 40 for a, b in zip(part.getpixel(place), there, strict=True))


def test_a_photograph_shows_the_way_its_camera_was_held(reader):
    exif = Image.Exif()
    exif[0x0112] = 6
    scan = samples.jpeg(exif=exif)
    assert reader.sizes(scan, "image/jpeg") == [(160.0, 240.0)]
    shown = _image(reader.render(scan, "image/jpeg", RenderRequest(0, 1.0)))
    assert shown.size == (160, 240)
    assert _is_red(shown, (155, 5))


def test_pages_are_told_one_after_the_other(reader):
    told = []
    reader.examine(samples.pdf(3), ".pdf", lambda *progress: told.append(progress))
    assert told == [(1, 3), (2, 3), (3, 3)]
    told.clear()
    reader.examine(samples.tiff(2), ".tif", lambda *progress: told.append(progress))
    assert told == [(1, 2), (2, 2)]


BAD = {
    "no scan at all": (b"PK\x03\x04 a workbook", ".docx", "只能附 PDF、JPG、PNG、TIFF 文件"),
    "text that says it is a picture": ("一些文字".encode(), ".jpg", "扩展名为JPG，内容不符"),
    "a PDF that says it is a picture": (samples.pdf(1), ".jpg", "扩展名为JPG，内容为PDF"),
    "a picture of another kind": (samples.png(), ".jpg", "扩展名为JPG，内容为PNG"),
    "a picture that says it is a PDF": (samples.jpeg(), ".pdf", "扩展名为PDF，内容为JPG"),
    "a locked PDF": (samples.pdf(1, locked=True), ".pdf", "有打开密码"),
    "a PDF cut off": (samples.pdf(40)[:-2000], ".pdf", "这个 PDF 不完整或已损坏"),
    "a PDF that is only a beginning": (b"%PDF-1.7\n%%EOF", ".pdf", "这个 PDF 不完整或已损坏"),
    "a photograph cut off": (samples.jpeg((800, 600))[:-3000], ".jpg", "这个图像文件不完整或已损坏"),
    "a picture cut off": (samples.png((800, 600))[:-200], ".png", "这个图像文件不完整或已损坏"),
    "a fax cut off": (samples.tiff(3)[: len(samples.tiff(3)) // 2], ".tif", "这个图像文件不完整或已损坏"),
    "a beginning without a picture": (b"\x89PNG\r\n\x1a\n", ".png", "这个图像文件不完整或已损坏"),
    "a picture that would fill the memory": (samples.bomb_png(), ".png", "万像素"),
    "a picture a little too large": (samples.bomb_png(6400, 6400), ".png", f"超过{MOST_DOTS // 10_000}万像素"),
    "a PDF whose picture would fill the memory": (samples.bomb_pdf(), ".pdf", "其中的图像有30000×30000像素"),
}


@pytest.mark.parametrize("what", BAD)
def test_what_is_no_good_is_refused_in_a_sentence_with_what_to_do(reader, what):
    content, named, sentence = BAD[what]
    with pytest.raises(Refusal) as refused:
        reader.examine(content, named, _ignore)
    assert sentence in refused.value.sentence
    assert "没有附上" in refused.value.sentence
    assert refused.value.remedy


def test_more_pages_than_a_case_can_have_are_refused(reader):
    with pytest.raises(Refusal, match=f"超过{MOST_PAGES}页"):
        reader.examine(samples.pdf(MOST_PAGES + 1), ".pdf", _ignore)


@pytest.mark.parametrize("name", ["letter.pdf", "card.jpg", "card.png", "list.tif", "fax.tiff", "lzw.tiff"])
def test_whatever_is_wrong_in_a_file_it_is_read_or_refused(reader, name):
    content, _facts = GOOD[name]
    dice = random.Random(name)
    for _ in range(60):
        spoilt = bytearray(content)
        for _ in range(dice.randint(1, 12)):
            spoilt[dice.randrange(8, len(spoilt))] = dice.randrange(256)
        cut = dice.randint(len(spoilt) // 2, len(spoilt)) if dice.random() < 0.3 else len(spoilt)
        scan = bytes(spoilt[:cut])
        try:
            found = reader.examine(scan, _ending(name), _ignore)
            reader.sizes(scan, found.media_type)
            reader.render(scan, found.media_type, RenderRequest(0, 0.3))
        except Refusal:
            continue


# The end of a PDF


@pytest.mark.parametrize(
    "tail", [bytes(4845), bytes(80_508), b"<html>" + b"<p>1 0 R</p>" * 800, b"%PDF-1.4 is what it was\n" * 900]
)
def test_what_a_scanner_or_a_server_adds_after_the_end_of_a_pdf_is_no_matter(reader, tail):
    scan = samples.pdf(2) + tail
    assert reader.examine(scan, ".pdf", _ignore).pages == 2
    assert _is_red(_image(reader.render(scan, "application/pdf", RenderRequest(1, 0.5))), (5, 5))


def test_the_pdf_of_a_scanner_that_fills_up_with_zeros_is_read(reader):
    assert reader.examine((FAULTS / "03a_pdf_4845_nul_tail.pdf").read_bytes(), ".pdf", _ignore).pages == 1


@pytest.mark.parametrize("end", [b"", b"%", b"%%E", b"\0" * 4845])
def test_a_pdf_that_only_lacks_the_mark_of_its_end_is_read(reader, end):
    content = samples.pdf(2).rstrip()
    assert content.endswith(b"%%EOF")
    scan = content.removesuffix(b"%%EOF") + end
    assert reader.examine(scan, ".pdf", _ignore).pages == 2


def test_what_a_web_page_behind_a_pdf_says_of_objects_is_no_object(reader):
    scan = samples.pdf(1) + b"<html><p>how 12 0 obj and endobj are written</p></html>"
    assert reader.examine(scan, ".pdf", _ignore).pages == 1


@pytest.mark.parametrize("tail", [b"", bytes(5000)])
@pytest.mark.parametrize("lost", [50, 4100, 9000])
def test_a_pdf_whose_last_saved_change_is_cut_off_is_refused(reader, lost, tail):
    change = b"\n7 0 obj\n<</Length 9999>>\nstream\n" + b"q " * 4999 + b"\nendstream\nendobj\n"
    scan = samples.pdf(2) + change[:-lost] + tail
    with pytest.raises(Refusal, match="不完整或已损坏"):
        reader.examine(scan, ".pdf", _ignore)


# A picture without a usable width


@pytest.mark.parametrize("width", [b"", b"0", b"-5", b"99999999999"])
def test_a_page_with_a_picture_without_width_is_shown(reader, width):
    content = (FAULTS / "15_pdf_image_without_width.pdf").read_bytes()
    scan = content.replace(b"/Width ", b"/Width " + width)
    assert reader.examine(scan, ".pdf", _ignore).pages == 1
    shown = _image(reader.render(scan, "application/pdf", RenderRequest(0, 0.75)))
    assert shown.getpixel((150, 700)) == (255, 0, 0)


def test_a_picture_without_dots_is_refused_for_that(reader):
    with pytest.raises(Refusal, match=r"宽或高不足1像素|不完整或已损坏"):
        reader.examine(samples.bomb_png(0, 10), ".png", _ignore)


# Rare kinds of grey and colour


def _grey(mode, order, value=0x4080):
    return Image.frombytes(mode, (60, 40), value.to_bytes(2, order) * 2400)


def test_a_grey_picture_of_16_bits_in_either_order_is_shown(reader):
    for mode, order in (("I;16", "little"), ("I;16B", "big")):
        scan = samples.packed(_grey(mode, order), "TIFF")
        with Image.open(io.BytesIO(scan)) as image:
            assert image.mode == mode
        reader.examine(scan, ".tif", _ignore)
        shown = _image(reader.render(scan, "image/tiff", RenderRequest(0, 1.0)))
        assert shown.getpixel((30, 20)) == (0x40, 0x40, 0x40)
    big = (FAULTS / "11_gray16_big_endian.tif").read_bytes()
    assert reader.examine(big, ".tif", _ignore) == ScanFacts("image/tiff", 1)
    assert reader.thumbnail(big, "image/tiff").startswith(b"\xff\xd8")


@pytest.mark.parametrize(
    ("bits", "meaning", "order", "dots"),
    [
        (16, 0, "<", (0xC080).to_bytes(2, "little")),
        (16, 0, ">", (0xC080).to_bytes(2, "big")),
        (16, 1, ">", (0x3F80).to_bytes(2, "big")),
        (12, 1, "<", bytes.fromhex("3f73f7")),
        (8, 0, "<", b"\xc0"),
    ],
)
def test_grey_of_any_depth_is_shown_with_its_black_and_white(reader, bits, meaning, order, dots):
    scan = samples.raw_tiff(dots * (2400 * bits // 8 // len(dots)), bits, meaning, order=order)
    reader.examine(scan, ".tif", _ignore)
    (grey,) = set(_image(reader.render(scan, "image/tiff", RenderRequest(0, 1.0))).getpixel((30, 20)))
    assert abs(grey - 0x3F) <= 1


@pytest.mark.parametrize(
    ("dots", "bits", "meaning", "colours"),
    [(bytes([0, 200]) * 2400 + bytes(9600), 16, 2, 3), (bytes(19200), 64, 1, 1)],
)
def test_a_tiff_that_pillow_would_show_wrongly_or_not_at_all_is_no_damaged_one(reader, dots, bits, meaning, colours):
    scan = samples.raw_tiff(dots, bits, meaning, colours=colours, planar=colours > 1)
    with pytest.raises(Refusal, match=r"颜色或压缩格式的 TIFF 无法显示，没有附上。另存为彩色 JPG"):
        reader.examine(scan, ".tif", _ignore)


def test_colours_stored_one_after_the_other_are_shown(reader):
    scan = samples.raw_tiff(b"\xc8" * 2400 + bytes(4800), 8, 2, colours=3, planar=True)
    reader.examine(scan, ".tif", _ignore)
    assert _image(reader.render(scan, "image/tiff", RenderRequest(0, 1.0))).getpixel((30, 20)) == (200, 0, 0)


def test_colours_for_print_are_shown(reader):
    for mode, grey in (("LAB", 119), ("CMYK", 127), ("YCbCr", 128)):
        colour = (128, 128, 128) if mode != "CMYK" else (0, 0, 0, 128)
        scan = samples.packed(Image.new(mode, (60, 40), colour), "TIFF")
        reader.examine(scan, ".tif", _ignore)
        assert _image(reader.render(scan, "image/tiff", RenderRequest(0, 1.0))).getpixel((30, 20)) == (grey, grey, grey)


@pytest.mark.parametrize(("mode", "value"), [("I", 0x8000), ("F", 0.5)])
def test_grey_without_a_known_white_is_refused_at_once_with_the_reason(reader, mode, value):
    scan = samples.packed(Image.new(mode, (60, 40), value), "TIFF")
    with pytest.raises(Refusal, match=r"灰度格式.*无法显示，没有附上。另存为8位灰度"):
        reader.examine(scan, ".tif", _ignore)


def test_what_could_not_be_shown_is_refused_when_it_is_attached(reader, monkeypatch):
    def fail(_image):
        raise ValueError

    monkeypatch.setattr(images, "_on_white", fail)
    with pytest.raises(Refusal, match="颜色格式（RGB）的图像无法显示，没有附上"):
        reader.examine(samples.png(), ".png", _ignore)


# What stands in a form field


def _dots(image, are):
    return sum(are(*image.getpixel((x, y))) for x in range(image.width) for y in range(image.height))


def _red(red, green, blue):
    return red > 150 and green < 90 and blue < 90


def _dark(red, green, blue):
    return max(red, green, blue) < 90


@pytest.mark.parametrize("listed", [True, False])
def test_a_seal_in_a_signature_field_is_seen_in_picture_part_and_thumbnail(reader, listed):
    content = (FAULTS / "01a_eseal_signature_field.pdf").read_bytes()
    scan = content if listed else content.replace(b"/AcroForm", b"/NoneForm")
    reader.examine(scan, ".pdf", _ignore)
    whole = _image(reader.render(scan, "application/pdf", RenderRequest(0, 0.75)))
    assert _dots(whole, _red) == 100 * 100
    part = _image(reader.render(scan, "application/pdf", RenderRequest(0, 0.75, part=(390, 90, 60, 60))))
    assert _dots(part, _red) == 50 * 50
    turned = _image(reader.render(scan, "application/pdf", RenderRequest(0, 0.75, rotation=90)))
    assert _red(*turned.getpixel((800 - 150, 450)))
    small = Image.open(io.BytesIO(reader.thumbnail(scan, "application/pdf"))).convert("RGB")
    assert _dots(small, _red) > 500


@pytest.mark.parametrize("listed", [True, False])
def test_the_value_of_a_filled_field_is_seen(reader, listed):
    content = (FAULTS / "01b_filled_form_field.pdf").read_bytes()
    scan = content if listed else content.replace(b"/AcroForm", b"/NoneForm")
    shown = _image(reader.render(scan, "application/pdf", RenderRequest(0, 1.5)))
    assert _dots(shown, _dark) > 1000


_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Annots[5 0 R]%s>>"
_RED = samples.stream(b"1 0 0 rg 0 0 100 100 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 100 100]")
_AT = b"/Rect[400 600 500 700]/P 3 0 R/AP<</N 6 0 R>>"


def _annotated(annotation, page=b"", catalogue=b"/AcroForm<</Fields[5 0 R]>>", more=_RED):
    return samples.pdf_of(
        b"<</Type/Catalog/Pages 2 0 R%s>>" % catalogue,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        _PAGE % page,
        samples.stream(b"0 0 0 rg"),
        annotation,
        more,
    )


@pytest.mark.parametrize(
    ("annotation", "page", "where"),
    [
        (b"<</Type/Annot/Subtype/Stamp/F 4%s>>" % _AT, b"", (450, 150)),
        (b"<</Type/Annot/Subtype/Stamp/F 4%s>>" % _AT, b"/Rotate 90", (650, 450)),
        (b"<</Type/Annot/Subtype/Widget/FT/Sig/T(s)/F 132%s>>" % _AT, b"/Rotate 90", (650, 450)),
        (b"<</Type/Annot/Subtype/Widget/FT/Sig/T(s)/F 132%s>>" % _AT, b"/Rotate -90", (150, 150)),
        (b"<</Type/Annot/Subtype/Widget/FT/Sig/T(s)/F 132%s>>" % _AT, b"/CropBox[300 500 600 800]", (150, 150)),
        (
            b"<</Type/Annot/Subtype/Widget/FT/Btn/T(b)/V/On/AS/On%s>>" % _AT.replace(b"6 0 R", b"<</On 6 0 R>>"),
            b"",
            None,
        ),
        (b"<</Type/Annot/Subtype/Square/F 4/C[1 0 0]/IC[1 0 0]/Rect[400 600 500 700]/P 3 0 R>>", b"", (450, 150)),
    ],
)
def test_a_seal_of_any_make_on_a_page_of_any_turn_is_seen(reader, annotation, page, where):
    shown = _image(reader.render(_annotated(annotation, page), "application/pdf", RenderRequest(0, 0.75)))
    assert _dots(shown, _red) >= 95 * 95
    assert _red(*shown.getpixel(where or (450, 150)))


@pytest.mark.parametrize("flags", [b"2", b"32"])
def test_what_is_to_be_hidden_is_hidden(reader, flags):
    scan = _annotated(b"<</Type/Annot/Subtype/Stamp/F %s%s>>" % (flags, _AT))
    assert _dots(_image(reader.render(scan, "application/pdf", RenderRequest(0, 0.75))), _red) == 0


def test_the_chinese_value_of_a_field_without_a_picture_is_seen(reader):
    """Neither the field nor this page brings a font along that has these characters."""
    value = b"feff" + "青禾商贸".encode("utf-16-be").hex().encode()
    field = (
        b"<</Type/Annot/Subtype/Widget/FT/Tx/T(u)/F 4/V<%s>/DA(/F1 20 Tf 0 g)/Rect[150 692 450 722]/P 3 0 R>>" % value
    )
    form = b"/AcroForm<</Fields[5 0 R]/DR<</Font<</F1 6 0 R>>>>/DA(/F1 20 Tf 0 g)>>"
    scan = _annotated(field, catalogue=form, more=b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
    assert _dots(_image(reader.render(scan, "application/pdf", RenderRequest(0, 1.5))), _dark) > 300


@pytest.mark.parametrize(
    ("font", "encoding", "coded"), [(b"STSong-Light", b"UniGB-UCS2-H", "utf-16-be"), (b"SimSun", b"GBK-EUC-H", "gbk")]
)
def test_chinese_without_a_font_of_its_own_is_seen(reader, font, encoding, coded):
    text = "大关县青禾商贸".encode(coded).hex().encode()
    info = b"<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>"
    scan = samples.pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        samples.stream(b"BT /F1 40 Tf 50 700 Td <%s> Tj ET" % text),
        b"<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/%s/DescendantFonts[6 0 R]>>" % (font, encoding),
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/%s/CIDSystemInfo %s/FontDescriptor 7 0 R>>" % (font, info),
        b"<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 800"
        b"/Descent -200/CapHeight 700/StemV 80>>" % font,
    )
    assert _dots(_image(reader.render(scan, "application/pdf", RenderRequest(0, 0.75))), _dark) > 1000
