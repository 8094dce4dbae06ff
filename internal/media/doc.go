// Package media knows what a medium is: an image, film, sound or document that entries show. It decides by the bytes of a file
// alone what that is, refuses what a browser could take for something else, and takes out of it what tells where and by whom it was
// made. No pixel is decoded: sizes are read from headers, and pieces that are not needed are left out by walking the file's structure.
package media
