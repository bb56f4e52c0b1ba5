verihook::provider! {
    /// Boast claims that its token protects the body.
    pub Boast: "boast", BodySigned, verihook::Scheme::bearer().build()
}

fn main() {}
