//! Pictures as phones, scanners and strangers send them. What is expected follows from what must not survive
//! (places, texts, programs) and from what a clerk must still be able to read, never from the code under test.

use documents::{
    Unreadable,
    picture::{Limits, Picture, prepare},
};
use image::{DynamicImage, ImageFormat, RgbImage, Rgba, RgbaImage};
use proptest::prelude::*;
use std::io::Cursor;

/// 640×480 with a red sun at the upper left, held sideways (orientation 6), with a planted place.
const PHOTO: &[u8] = include_bytes!("../fixtures/photo.jpg");
/// Dark strokes on nothing.
const SIGNATURE: &[u8] = include_bytes!("../fixtures/signature.png");

fn taken(bytes: &[u8]) -> Picture {
    prepare(bytes, &Limits::default()).unwrap_or_else(|e| panic!("{}: {}", e.code, e.message))
}

fn refused(bytes: &[u8]) -> Unreadable {
    prepare(bytes, &Limits::default()).expect_err("must be refused")
}

fn seen(bytes: &[u8]) -> RgbImage {
    image::load_from_memory(bytes).expect("a picture").into_rgb8()
}

fn has(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|w| w == text)
}

fn written(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(vec![]);
    picture.into().write_to(&mut bytes, format).expect("written");
    bytes.into_inner()
}

/// Squares of hundreds of colours: nothing like a drawing.
fn grainy(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let mixed = (x / 8).wrapping_mul(2_654_435_761) ^ (y / 8).wrapping_mul(40_503);
        image::Rgb([mixed, mixed >> 8, mixed >> 16].map(|c| c.to_le_bytes()[0]))
    })
}

#[test]
fn the_place_where_a_photo_was_taken_is_gone() {
    assert!(has(PHOTO, b"PLANTED 23.1291N") && has(PHOTO, b"Exif"));
    let picture = taken(PHOTO);
    assert_eq!(picture.media, "image/jpeg");
    for bytes in [&picture.bytes, &picture.small] {
        assert!(!has(bytes, b"PLANTED") && !has(bytes, b"Exif"));
    }
}

#[test]
fn a_photo_stands_as_the_camera_was_held() {
    let kept = seen(&taken(PHOTO).bytes);
    assert_eq!(kept.dimensions(), (480, 640));
    let [r, g, b] = kept.get_pixel(400, 80).0;
    assert!(r > 150 && g < 110 && b < 110, "the sun is at the upper right: {r} {g} {b}");
    let small = seen(&taken(PHOTO).small);
    assert_eq!(small.dimensions(), (240, 320));
}

#[test]
fn a_large_photo_is_kept_as_large_as_a_page_needs() {
    let picture = taken(&written(grainy(4_000, 3_000), ImageFormat::Jpeg));
    assert_eq!(seen(&picture.bytes).dimensions(), (2_400, 1_800));
    assert_eq!(seen(&picture.small).dimensions(), (320, 240));
    let thin = taken(&written(grainy(9_000, 2), ImageFormat::Png));
    assert_eq!(seen(&thin.small).dimensions(), (320, 1));
}

#[test]
fn a_signature_lies_on_white_paper_with_crisp_strokes() {
    let picture = taken(SIGNATURE);
    assert_eq!(picture.media, "image/png");
    let kept = seen(&picture.bytes);
    assert_eq!(kept.dimensions(), (400, 160));
    assert_eq!(kept.get_pixel(2, 2).0, [255; 3]);
    assert!(kept.pixels().any(|p| p.0 == [0x1b, 0x24, 0x30]), "a stroke in its own colour");
}

#[test]
fn half_seen_through_is_half_white() {
    let picture = RgbaImage::from_pixel(40, 40, Rgba([200, 0, 0, 128]));
    let [r, g, _] = seen(&taken(&written(picture, ImageFormat::Png)).bytes).get_pixel(20, 20).0;
    assert!((226..=229).contains(&r) && (126..=129).contains(&g), "{r} {g}");
}

#[test]
fn a_photo_sent_as_png_is_kept_as_jpeg() {
    assert_eq!(taken(&written(grainy(300, 200), ImageFormat::Png)).media, "image/jpeg");
}

#[test]
fn the_same_file_gives_the_same_bytes() {
    assert_eq!(taken(PHOTO), taken(PHOTO));
}

#[test]
fn what_is_hidden_in_or_behind_a_picture_is_dropped() {
    let mut commented = PHOTO[..2].to_vec();
    let comment = b"<script>alert(1)</script>";
    commented.extend([0xFF, 0xFE, 0, comment.len() as u8 + 2]);
    commented.extend_from_slice(comment);
    commented.extend_from_slice(&PHOTO[2..]);
    let behind = [PHOTO, b"<html><script>alert(1)</script>PK\x03\x04"].concat();
    let png = [SIGNATURE, b"<script>alert(1)</script>"].concat();
    for bytes in [commented, behind, png] {
        assert!(has(&bytes, b"<script>"));
        let picture = taken(&bytes);
        assert!(!has(&picture.bytes, b"script") && !has(&picture.small, b"script"));
    }
}

#[test]
fn what_a_file_is_follows_from_its_bytes_and_the_sentence_says_what_to_do() {
    let cases: [(&[u8], &str, &str); 11] = [
        ("这是文字，改名为 .jpg".as_bytes(), "not_a_picture", "另存为 JPG"),
        (b"%PDF-1.7\n", "picture_pdf", "拍照"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1", "picture_heic", "兼容性最佳"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0", "not_a_picture", "视频"),
        (b"GIF89a\x01\0\x01\0", "picture_format", "JPG"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "picture_format", "JPG"),
        (b"BM\x10\0\0\0", "picture_format", "JPG"),
        (b"II*\0\x08\0\0\0", "picture_format", "JPG"),
        (b"  <svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>", "picture_format", "拍照"),
        (b"PK\x03\x04\x14\0", "not_a_picture", "拍照"),
        (b"", "empty", "重新"),
    ];
    for (bytes, code, advice) in cases {
        let told = refused(bytes);
        assert_eq!(told.code, code);
        assert!(told.message.contains(advice), "{}", told.message);
    }
}

#[test]
fn a_photo_that_did_not_arrive_whole_is_refused_wherever_it_broke_off() {
    for tenth in 1..10 {
        assert_eq!(refused(&PHOTO[..PHOTO.len() * tenth / 10]).code, "picture_damaged", "{tenth}");
        assert_eq!(refused(&SIGNATURE[..SIGNATURE.len() * tenth / 10]).code, "picture_damaged", "{tenth}");
    }
    assert_eq!(refused(&PHOTO[..PHOTO.len() - 2]).code, "picture_damaged", "only the end mark is missing");
}

#[test]
fn a_header_that_promises_too_many_dots_costs_nothing() {
    // 50,000 × 50,000 dots in a few bytes: header, one empty data chunk. Whoever decoded it would find it damaged.
    let crc = |bytes: &[u8]| {
        !bytes.iter().fold(!0_u32, |crc, b| {
            (0..8).fold(crc ^ u32::from(*b), |c, _| if c & 1 == 1 { 0xEDB8_8320 ^ (c >> 1) } else { c >> 1 })
        })
    };
    let side = 50_000_u32.to_be_bytes();
    let mut bomb = b"\x89PNG\r\n\x1a\n".to_vec();
    for chunk in [[b"IHDR", &side[..], &side, &[8, 2, 0, 0, 0]].concat(), b"IDAT".to_vec(), b"IEND".to_vec()]
    {
        bomb.extend((chunk.len() as u32 - 4).to_be_bytes());
        bomb.extend_from_slice(&chunk);
        bomb.extend(crc(&chunk).to_be_bytes());
    }
    let told = refused(&bomb);
    assert_eq!(told.code, "picture_dimensions");
    assert!(told.message.contains("50000×50000"), "{}", told.message);
}

#[test]
fn a_file_larger_than_the_limit_is_refused_before_it_is_looked_at() {
    let told = refused(&vec![0; 10_000_001]);
    assert_eq!(told.code, "too_large");
    assert!(told.message.contains("10 MB"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_spoiled_picture_is_taken_or_refused_with_a_listed_code(
        photo in any::<bool>(),
        spoils in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
    ) {
        let mut bytes = if photo { PHOTO } else { SIGNATURE }.to_vec();
        for (at, byte) in spoils {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        match prepare(&bytes, &Limits::default()) {
            Ok(picture) => prop_assert!(seen(&picture.bytes).width() > 0),
            Err(told) => prop_assert!(Unreadable::CODES.contains(&told.code)),
        }
    }
}
