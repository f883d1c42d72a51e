// Package storetest holds a store of links to its contract: each store's tests call
// [Run], so that all of them keep the same promises.
package storetest
