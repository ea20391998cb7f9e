//! Times the streaming moments beside numpy; see `benches/README.md`.
use jerc::moments::MomentAccumulator;
fn main() {
    let (n, d) = (10_000, 784);
    let x: Vec<f64> = (0..n * d).map(|i| ((i * 7919 % 1000003) as f64) * 1e-6 - 0.3).collect();
    let b: Vec<u8> = (0..n * d).map(|i| (i * 7919 % 251) as u8).collect();
    for _ in 0..5 {
        let t = std::time::Instant::now();
        let mut m = MomentAccumulator::new(d, 0);
        m.push(&x, &[]).unwrap();
        let f = m.finish().unwrap();
        let t1 = t.elapsed();
        let t = std::time::Instant::now();
        let mut m = MomentAccumulator::new(d, 0);
        m.push_u8(&b, &[]).unwrap();
        m.finish().unwrap();
        println!("{:?} {:?} {}", t1, t.elapsed(), f.second[(3, 2)]);
    }
}
