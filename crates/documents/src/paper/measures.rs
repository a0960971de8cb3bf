//! Measures of a page: A4, margins, grid and sizes of type (GB/T 9704-2012, rules 12.9). Lengths are twips,
//! the unit of the word processor's file: 1440 to the inch; sizes of type are half points.
//! Must never know: what stands on the page.

use super::Layout;

/// Lengths of one layout, in twips; sizes of type in half points.
pub(super) struct Measures {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) top: u32,
    pub(super) bottom: u32,
    pub(super) left: u32,
    pub(super) right: u32,
    /// Distance of the foot from the edge of the page.
    pub(super) foot: u32,
    /// Size of the title.
    pub(super) title: u32,
    /// Size of the body.
    pub(super) body: u32,
    /// Pitch of the lines of a letter, and by how much its characters move together.
    pub(super) grid: Option<(u32, i32)>,
}

/// 二号, 三号, 小四, in half points.
const SECOND: u32 = 44;
const THIRD: u32 = 32;
const SMALL_FOURTH: u32 = 24;
const A4: (u32, u32) = (210, 297);

/// Twips of a length in millimetres.
pub(super) fn mm(millimetres: u32) -> u32 {
    (millimetres * 1440 * 10 + 127) / 254
}

impl Measures {
    /// The measures of a layout.
    pub(super) fn of(layout: Layout) -> Measures {
        match layout {
            Layout::Letter => Measures::letter(),
            Layout::Form => Measures::form(A4),
            Layout::WideForm => Measures::form((A4.1, A4.0)),
        }
    }

    /// Top 37 mm, binding edge 28 mm, type area 156 × 225 mm; 22 lines of 28 characters of 三号.
    fn letter() -> Measures {
        Measures {
            width: mm(A4.0),
            height: mm(A4.1),
            top: mm(37),
            bottom: mm(A4.1 - 37 - 225),
            left: mm(28),
            right: mm(A4.0 - 28 - 156),
            foot: mm(28),
            title: SECOND,
            body: THIRD,
            grid: Some((mm(225) / 22, -5)),
        }
    }

    /// A form keeps the binding edge and uses the rest of the page.
    fn form((width, height): (u32, u32)) -> Measures {
        Measures {
            width: mm(width),
            height: mm(height),
            top: mm(18),
            bottom: mm(18),
            left: mm(28),
            right: mm(18),
            foot: mm(9),
            title: SECOND - 8,
            body: SMALL_FOURTH,
            grid: None,
        }
    }

    /// Width of what is printed.
    pub(super) fn type_width(&self) -> u32 {
        self.width - self.left - self.right
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// GB/T 9704-2012: 156 × 225 mm, 37 ± 1 mm above, 28 ± 1 mm at the binding edge, 22 lines, 28 characters.
    #[test]
    fn a_letter_has_the_type_area_of_the_standard() {
        let m = Measures::of(Layout::Letter);
        assert_eq!((m.width, m.height), (11_906, 16_838), "A4");
        assert!(m.type_width().abs_diff(mm(156)) <= 2);
        assert!((m.height - m.top - m.bottom).abs_diff(mm(225)) <= 2);
        let (pitch, tighter) = m.grid.expect("a grid");
        assert_eq!((m.height - m.top - m.bottom) / pitch, 22);
        let character = m.body * 10 - tighter.unsigned_abs();
        assert_eq!(m.type_width() / character, 28);
    }

    #[test]
    fn a_wide_form_is_a4_across() {
        let m = Measures::of(Layout::WideForm);
        assert_eq!((m.width, m.height), (16_838, 11_906));
    }
}
