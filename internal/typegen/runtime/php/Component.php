/** A component: a group of fields inside an entry, or UnknownComponent where it came after this code. */
interface Component
{
}
