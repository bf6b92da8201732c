//! The page in a real browser: Chromium without a window, driven by ChromeDriver.
//!
//! In: the example case, served on loopback. Out: a [`Browser`] to look at it with. Invariants: the
//! browser reaches nothing but loopback; where Chromium or ChromeDriver is missing a test fails and
//! names it; the browser and what it keeps are gone when a test ends.
//!
//! Example: `let browser = Browser::open(&case).await; browser.visit("/claims").await;`

mod browser;
mod every_page;
mod example_case;
mod page_tools;

pub use browser::{Browser, View};
pub use every_page::every_page;
pub use example_case::{ExampleCase, take_in};
pub use page_tools::tool;
