# Reads the manifests of the published crates, for other scripts: they need no tool but Cargo.

# The manifests of the published crates, one a line.
manifests() {
    local manifest
    for manifest in core events explain idempotency adapters/* cli tests/*; do
        manifest=$manifest/Cargo.toml
        if [[ -f $manifest ]] && ! grep -q '^publish = false' "$manifest"; then echo "$manifest"; fi
    done
}

# The name of the crate with this manifest.
name_of() { sed -n 's/^name = "\(.*\)"/\1/p' "$1" | head -n 1; }

# The features of the crate with this manifest but `default`, one a line, sorted.
features_of() {
    sed -n '/^\[features\]/,/^\[[a-z]/ s/^\([a-z0-9_-]*\) = .*/\1/p' "$1" | grep -vx default | LC_ALL=C sort || true
}

# The version that all crates share.
version() { sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1; }
