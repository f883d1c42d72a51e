// Package browser tests the companion's site, as `cookbook serve` serves it, and the
// URL shortener's pages in a headless Chromium: what they do, by keyboard alone,
// accessibility, and that a page asks no other host for anything. It has tests only.
package browser
