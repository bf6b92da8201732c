//! [`Page`]: one article on its way to a file.
//!
//! In: outlet, day, headline, paragraphs. Out: an [`Article`], as a page of HTML or as a text with its masthead, by outlet. Invariant: an outlet
//! prints all its articles in one form and with one kind of quotation marks; text is escaped in HTML.
//!
//! Example: a page of the *Ormhaven Courier* is HTML that names it as `og:site_name`.

/// A file to be taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// Its name.
    pub path: String,
    /// What is in it.
    pub text: String,
}

/// An outlet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Outlet {
    pub(super) name: String,
    pub(super) is_html: bool,
    pub(super) is_straight: bool,
}

/// A day of the year 2031, and an hour of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment {
    pub(super) day: usize,
    pub(super) hour: usize,
}

const MONTHS: [(&str, usize); 12] = [
    ("January", 31),
    ("February", 28),
    ("March", 31),
    ("April", 30),
    ("May", 31),
    ("June", 30),
    ("July", 31),
    ("August", 31),
    ("September", 30),
    ("October", 31),
    ("November", 30),
    ("December", 31),
];
const DAYS: [&str; 7] = ["Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday"];

impl Moment {
    pub(super) fn weekday(self) -> &'static str {
        DAYS[self.day % 7]
    }

    /// Number of the month from nought, day of the month from one.
    fn in_month(self) -> (usize, usize) {
        let mut left = self.day.min(364);
        for (month, (_, n_days)) in MONTHS.iter().enumerate() {
            if left < *n_days {
                return (month, left + 1);
            }
            left -= n_days;
        }
        (11, 31)
    }

    fn iso(self) -> String {
        let (month, day) = self.in_month();
        format!("2031-{:02}-{day:02}T{:02}:00:00Z", month + 1, self.hour)
    }

    fn printed(self) -> String {
        let (month, day) = self.in_month();
        format!("{} {day} {} 2031", self.weekday(), MONTHS[month].0)
    }
}

/// One article on its way.
#[derive(Clone, Debug)]
pub(super) struct Page {
    pub(super) outlet: Outlet,
    /// Nothing where the outlet forgot it.
    pub(super) when: Option<Moment>,
    pub(super) headline: String,
    pub(super) byline: Option<String>,
    pub(super) paragraphs: Vec<String>,
}

impl Page {
    /// The file, under this number.
    pub(super) fn print(&self, number: usize) -> Article {
        let slug: String = self
            .headline
            .to_lowercase()
            .chars()
            .map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' })
            .collect();
        let slug = slug.split('-').filter(|word| !word.is_empty()).take(4).collect::<Vec<_>>().join("-");
        let paragraphs: Vec<String> = self.paragraphs.iter().map(|paragraph| self.marked(paragraph)).collect();
        if !self.outlet.is_html {
            let mut text = format!("{}\n", self.outlet.name);
            text.extend(self.when.map(|when| format!("{}\n", when.printed())));
            text += &format!("\n{}\n\n", self.headline);
            text.extend(self.byline.iter().map(|byline| format!("By {byline}\n\n")));
            text += &paragraphs.join("\n\n");
            text.push('\n');
            return Article { path: format!("{number:04}-{slug}.txt"), text };
        }
        let host: String = self.outlet.name.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
        let mut text = String::from("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n");
        text += &format!("<title>{} | {}</title>\n", escaped(&self.headline), escaped(&self.outlet.name));
        text += &format!("<meta property=\"og:site_name\" content=\"{}\">\n", escaped(&self.outlet.name));
        text.extend(self.when.map(|when| format!("<meta property=\"article:published_time\" content=\"{}\">\n", when.iso())));
        text += &format!("<link rel=\"canonical\" href=\"https://{host}.example/{number}/{slug}\">\n</head><body>\n<article>\n");
        text += &format!("<h1>{}</h1>\n", escaped(&self.headline));
        text.extend(self.byline.iter().map(|byline| format!("<p class=\"byline\">By {}</p>\n", escaped(byline))));
        for paragraph in &paragraphs {
            text += &format!("<p>{}</p>\n", escaped(paragraph));
        }
        text += "</article>\n</body></html>\n";
        Article { path: format!("{number:04}-{slug}.html"), text }
    }

    /// With the quotation marks that the outlet uses.
    fn marked(&self, paragraph: &str) -> String {
        if self.outlet.is_straight { paragraph.replace(['“', '”'], "\"") } else { paragraph.to_owned() }
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::Moment;

    #[test]
    fn days_have_the_names_that_the_calendar_gives_them() {
        assert_eq!(Moment { day: 96, hour: 9 }.printed(), "Monday 7 April 2031");
        assert_eq!(Moment { day: 0, hour: 0 }.iso(), "2031-01-01T00:00:00Z");
        assert_eq!(Moment { day: 59, hour: 7 }.iso(), "2031-03-01T07:00:00Z");
    }
}
