using System.ComponentModel;
using HotWeave.CodeChange;

namespace HotWeave.Runtime;

/// <summary>What patched code calls before it first touches a field of an object whose state has the shape of an older version; people have no use for it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LazyChange
{
    /// <summary>
    /// Converts an object by the hooks of a patch, once however many threads meet. Does nothing for an object that the calling thread
    /// is converting.
    /// </summary>
    /// <param name="instance">The object.</param>
    /// <param name="patch">A type of the patch assembly.</param>
    /// <param name="declaring">The type whose state it is; of a generic type the definition.</param>
    /// <exception cref="SwapException">HW6509: a hook threw. The object is as it was, and a rollback has begun.</exception>
    public static void Convert(object instance, Type patch, Type declaring) => LazyConversion.Convert(instance, patch.Assembly, declaring);
}
