// Package crashtest kills processes that shorten links, and looks for what they had
// acknowledged. A store's test calls [Run], and its TestMain [Child].
package crashtest
