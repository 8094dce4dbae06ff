/** The fields of an entry: one of the content types, or UnknownFields where the type came after this code. */
interface Fields
{
}
