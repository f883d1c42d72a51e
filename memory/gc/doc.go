// Package gc suggests collector and scheduler settings for the container that a program runs in, applies them, and puts them back.
package gc
