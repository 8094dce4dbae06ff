// Package packages offers the released design tokens to package managers: npm, Composer, Maven (as WebJars) and NuGet. What is
// offered was packed once, when it was released, as npm's tarball; the archives of the others hold the same files and are made of it
// without compression, so that the same release gives the same bytes on every node and with every later version of Portico: lock
// files name their hashes.
//
// An address is looked up among the names that there are, and never becomes the path of a file: nothing leads out of a package.
package packages
