using Quartz.Extensibility;

namespace HotWeave.Quartz.Jobs;

/// <summary>Finds types of jobs also where a patch adds them, or has added them when their names were stored.</summary>
internal sealed class StoredTypeLoader(ITypeLoader inner) : ITypeLoader
{
    // What .NET calls a type of a patch says its assembly.
    private const string PatchMark = ".patch-";

    /// <inheritdoc/>
    public Type? LoadType(string name)
    {
        // Quartz remembers types by such names, also those of versions that are gone.
        if (name is not null && name.Contains(PatchMark, StringComparison.Ordinal))
            return StoredTypes.Find(name) ?? throw new TypeLoadException($"No version of this process has the type {name}.");
        try
        {
            return inner.LoadType(name!);
        }
        catch (Exception) when (StoredTypes.Find(name!) is { } found)
        {
            return found;
        }
    }
}
