// Package browser tests the companion's site, as `cookbook serve` serves it, in
// a headless Chromium: search, fold, run, keys, accessibility, and that a page
// asks no other host for anything. It has tests only.
package browser
