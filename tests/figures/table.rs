//! A table as text: what a reader of the CSV file has.

/// Some rows of a table.
pub struct Table {
    pub names: Vec<String>,
    rows: Vec<Vec<String>>,
    /// The number of each row: 1 is below the header.
    pub numbers: Vec<usize>,
}

impl Table {
    /// Comma-separated values without quotes, one header line.
    pub fn read(csv: &str) -> Self {
        assert!(!csv.contains('"'));
        let mut rows = csv.lines().map(|line| line.split(',').map(String::from).collect::<Vec<_>>());
        let names = rows.next().unwrap();
        let rows: Vec<Vec<String>> = rows.collect();
        assert!(!rows.is_empty() && rows.iter().all(|row| row.len() == names.len()));
        let numbers = (1..=rows.len()).collect();
        Self { names, rows, numbers }
    }

    fn place(&self, name: &str) -> usize {
        self.names.iter().position(|n| n == name).unwrap_or_else(|| panic!("no column {name}: {:?}", self.names))
    }

    fn keep(&self, column: &str, keep: impl Fn(&str) -> bool) -> Self {
        let place = self.place(column);
        let kept = self.rows.iter().cloned().zip(&self.numbers).filter(|(row, _)| keep(&row[place]));
        let (rows, numbers): (Vec<_>, Vec<_>) = kept.unzip();
        assert!(!rows.is_empty(), "no rows are left by {column}");
        Self { names: self.names.clone(), rows, numbers }
    }

    /// The rows with a word in a column.
    pub fn only(&self, column: &str, word: &str) -> Self {
        self.keep(column, |text| text == word)
    }

    /// The rows with a word in a column, if there are any.
    pub fn any(&self, column: &str, word: &str) -> Option<Self> {
        let place = self.place(column);
        self.rows.iter().any(|row| row[place] == word).then(|| self.only(column, word))
    }

    /// A column of numbers, some of which are missing.
    pub fn some(&self, name: &str) -> Vec<Option<f64>> {
        let place = self.place(name);
        self.rows.iter().map(|row| row[place].parse().ok()).collect()
    }

    /// The rows whose numbers in a column pass.
    pub fn keep_numbers(&self, column: &str, keep: impl Fn(f64) -> bool) -> Self {
        self.keep(column, |text| text.parse().is_ok_and(&keep))
    }

    /// The rows with a number in a column.
    pub fn at(&self, column: &str, value: f64) -> Self {
        self.keep(column, |text| text.parse() == Ok(value))
    }

    /// A column of numbers.
    pub fn column(&self, name: &str) -> Vec<f64> {
        let place = self.place(name);
        self.rows.iter().map(|row| row[place].parse().unwrap()).collect()
    }

    /// Two columns of numbers.
    pub fn points(&self, x: &str, y: &str) -> Vec<(f64, f64)> {
        self.column(x).into_iter().zip(self.column(y)).collect()
    }

    /// What all rows have in a column.
    pub fn text(&self, name: &str) -> &str {
        let place = self.place(name);
        assert!(self.rows.iter().all(|row| row[place] == self.rows[0][place]), "{name} differs");
        &self.rows[0][place]
    }
}

/// The different values, ascending.
pub fn distinct(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_by(f64::total_cmp);
    values.dedup();
    values
}
