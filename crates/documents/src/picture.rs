//! Pictures from outside: what a file is follows from its bytes, never from its name; what is kept is encoded
//! anew from the decoded dots, so that nothing else of the file survives – no place where a photo was taken,
//! no text or program hidden behind it.
//!
//! Photos become JPEG, drawings and signatures PNG, both no larger than a sheet of paper needs, with a small
//! one for lists. Must never know: what the picture shows, whose it is. Memory is certain only in a child
//! process ([`crate::limited::prepare_in_child`]).

mod jpeg;
mod sniff;

use crate::Unreadable;
use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, RgbImage,
    codecs::{
        jpeg::{JpegDecoder, JpegEncoder},
        png::{CompressionType, FilterType, PngDecoder, PngEncoder},
    },
    imageops::{self, FilterType as Smooth},
    metadata::Orientation,
};
use serde::{Deserialize, Serialize};
use sniff::Kind;
use std::{
    collections::BTreeSet,
    io::{Cursor, Write},
};

/// Quality of a photo that is kept: letters of a photographed page stay crisp.
const QUALITY: u8 = 85;
/// Quality of the small one.
const SMALL_QUALITY: u8 = 80;
/// A drawing has at most so many colours when each channel is seen in sixteen steps; a photo has hundreds.
const COLOURS_OF_A_DRAWING: usize = 64;

/// How much of a picture we are willing to look at, and how large it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Bytes of the file as sent.
    pub bytes: u64,
    /// Dots of the picture as sent.
    pub dots: u64,
    /// Bytes of the decoded picture.
    pub decoded_bytes: u64,
    /// Dots of the longer side as kept.
    pub long_side: u32,
    /// Dots of the longer side of the small one.
    pub small_side: u32,
    /// Address space of the child process in bytes.
    pub child_memory_bytes: u64,
    /// Processor time of the child process in seconds.
    pub child_cpu_seconds: u64,
    /// Wall time after which the child process is killed, in milliseconds.
    pub deadline_ms: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            bytes: 10_000_000,
            dots: 64_000_000,
            decoded_bytes: 300_000_000,
            long_side: 2_400,
            small_side: 320,
            child_memory_bytes: 1 << 30,
            child_cpu_seconds: 20,
            deadline_ms: 30_000,
        }
    }
}

impl Limits {
    /// More than any picture within these limits takes: four bytes for every dot kept.
    pub(crate) fn answer_bytes(&self) -> u64 {
        let square = |side: u32| u64::from(side).pow(2) * 4;
        square(self.long_side) + square(self.small_side) + 4_096
    }
}

/// A picture encoded anew.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// `image/jpeg` or `image/png`, of both.
    pub media: &'static str,
    /// What is kept.
    pub bytes: Vec<u8>,
    /// The small one.
    pub small: Vec<u8>,
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Picture[{} redacted]", self.media)
    }
}

/// Decodes a picture and encodes it anew.
///
/// # Errors
/// [`Unreadable`] with a code and a sentence that says what the file is and what to do.
pub fn prepare(bytes: &[u8], limits: &Limits) -> Result<Picture, Unreadable> {
    of_right_size(bytes, limits)?;
    let kind = sniff::kind(bytes)?;
    // A decoder that panics is treated like a damaged file.
    let quiet = std::panic::AssertUnwindSafe(|| match kind {
        Kind::Jpeg if !jpeg::is_whole(bytes) => Err(damaged()),
        Kind::Jpeg => JpegDecoder::new(Cursor::new(bytes))
            .map_err(|_| damaged())
            .and_then(|decoder| encoded_anew(decoder, kind, limits)),
        Kind::Png => PngDecoder::new(Cursor::new(bytes))
            .map_err(|_| damaged())
            .and_then(|decoder| encoded_anew(decoder, kind, limits)),
    });
    std::panic::catch_unwind(quiet).unwrap_or_else(|_| Err(damaged()))
}

/// Refuses a file that is empty or larger than we look at.
pub(crate) fn of_right_size(bytes: &[u8], limits: &Limits) -> Result<(), Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::new("empty", "文件是空的，没有内容。请重新拍照或选择图片。"));
    }
    if bytes.len() as u64 > limits.bytes {
        let most = limits.bytes / 1_000_000;
        let sentence = format!("图片超过 {most} MB。请把相机的照片大小调小后重拍，或裁掉多余部分再上传。");
        return Err(Unreadable::new("too_large", sentence));
    }
    Ok(())
}

fn encoded_anew(mut decoder: impl ImageDecoder, kind: Kind, limits: &Limits) -> Result<Picture, Unreadable> {
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > limits.dots || decoder.total_bytes() > limits.decoded_bytes {
        let detail =
            format!("图片有 {width}×{height} 点，太大了。请把相机的照片大小调小后重拍，或缩小后再上传。");
        return Err(Unreadable::new("picture_dimensions", detail));
    }
    let mut most = image::Limits::default();
    most.max_alloc = Some(limits.decoded_bytes);
    decoder.set_limits(most).map_err(|_| damaged())?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let decoded = DynamicImage::from_decoder(decoder).map_err(|_| damaged())?;
    let whole = upright(fitted(on_white(decoded), limits.long_side), orientation);
    let small = fitted(whole.clone(), limits.small_side);
    let drawing = kind == Kind::Png && is_drawing(&whole);
    let (media, encoded) = match drawing {
        true => ("image/png", as_png(&whole).zip(as_png(&small))),
        false => ("image/jpeg", as_jpeg(&whole, QUALITY).zip(as_jpeg(&small, SMALL_QUALITY))),
    };
    let (bytes, small) = encoded.ok_or_else(damaged)?;
    Ok(Picture { media, bytes, small })
}

/// What is seen through lies on white paper.
fn on_white(decoded: DynamicImage) -> RgbImage {
    if !decoded.color().has_alpha() {
        return decoded.into_rgb8();
    }
    let seen_through = decoded.into_rgba8();
    RgbImage::from_fn(seen_through.width(), seen_through.height(), |x, y| {
        let [r, g, b, alpha] = seen_through.get_pixel(x, y).0;
        let mixed = |c: u8| {
            let white = 255 * (255 - u16::from(alpha));
            u8::try_from((u16::from(c) * u16::from(alpha)).saturating_add(white) / 255).unwrap_or(u8::MAX)
        };
        image::Rgb([mixed(r), mixed(g), mixed(b)])
    })
}

/// No larger than `most` on its longer side, in proportion.
fn fitted(picture: RgbImage, most: u32) -> RgbImage {
    let (width, height) = picture.dimensions();
    let longer = width.max(height);
    if longer <= most {
        return picture;
    }
    let scaled = |side: u32| {
        let side = u64::from(side) * u64::from(most) / u64::from(longer);
        u32::try_from(side).unwrap_or(most).max(1)
    };
    imageops::resize(&picture, scaled(width), scaled(height), Smooth::Triangle)
}

/// As the camera was held.
fn upright(picture: RgbImage, orientation: Orientation) -> RgbImage {
    let mut turned = DynamicImage::ImageRgb8(picture);
    turned.apply_orientation(orientation);
    turned.into_rgb8()
}

fn is_drawing(picture: &RgbImage) -> bool {
    let mut colours = BTreeSet::new();
    for pixel in picture.pixels() {
        colours.insert(pixel.0.map(|c| c >> 4));
        if colours.len() > COLOURS_OF_A_DRAWING {
            return false;
        }
    }
    true
}

fn as_png(picture: &RgbImage) -> Option<Vec<u8>> {
    let mut bytes = vec![];
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Adaptive);
    let (width, height) = picture.dimensions();
    encoder.write_image(picture.as_raw(), width, height, ExtendedColorType::Rgb8).ok()?;
    Some(bytes)
}

fn as_jpeg(picture: &RgbImage, quality: u8) -> Option<Vec<u8>> {
    let mut bytes = vec![];
    let (width, height) = picture.dimensions();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
    encoder.write_image(picture.as_raw(), width, height, ExtendedColorType::Rgb8).ok()?;
    Some(bytes)
}

/// The first line of the child's answer.
#[derive(Serialize, Deserialize)]
struct Head {
    png: bool,
    bytes: usize,
    small: usize,
}

/// Writes the child's answer: a line, then both pictures.
pub(crate) fn pack(answer: &Result<Picture, Unreadable>, output: &mut impl Write) -> std::io::Result<()> {
    let head = answer.as_ref().map(|p| Head {
        png: p.media == "image/png",
        bytes: p.bytes.len(),
        small: p.small.len(),
    });
    serde_json::to_writer(&mut *output, &head)?;
    output.write_all(b"\n")?;
    if let Ok(picture) = answer {
        output.write_all(&picture.bytes)?;
        output.write_all(&picture.small)?;
    }
    Ok(())
}

/// Reads the child's answer; `None` for nonsense.
pub(crate) fn unpacked(answer: &[u8]) -> Option<Result<Picture, Unreadable>> {
    let end = answer.iter().position(|b| *b == b'\n')?;
    let (line, rest) = (&answer[..end], &answer[end + 1..]);
    match serde_json::from_slice::<Result<Head, Unreadable>>(line).ok()? {
        Err(unreadable) => Some(Err(unreadable)),
        Ok(head) => {
            let (bytes, small) = rest.split_at_checked(head.bytes)?;
            let media = if head.png { "image/png" } else { "image/jpeg" };
            (small.len() == head.small)
                .then(|| Ok(Picture { media, bytes: bytes.to_vec(), small: small.to_vec() }))
        }
    }
}

fn damaged() -> Unreadable {
    Unreadable::new("picture_damaged", "图片不完整或已损坏，打不开。请重新拍照，或重新从相册选择后再上传。")
}

pub(crate) fn too_heavy() -> Unreadable {
    Unreadable::new(
        "picture_too_heavy",
        "处理这张图片耗用的内存或时间过多，已停止。请缩小图片或重新拍照后再上传。",
    )
}

pub(crate) fn reader_failed() -> Unreadable {
    Unreadable::new(
        "picture_reader_failed",
        "处理图片的程序意外结束，这张没有保存。请重新拍照后再试；仍不行请告知管理员。",
    )
}
