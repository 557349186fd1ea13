using Hangfire.Common;

namespace HotWeave.Hangfire.Jobs;

/// <summary>
/// The names by which jobs' types are stored: types that a patch adds go by those of the deployment that will have them. Thread-safe.
/// </summary>
internal static class JobTypeNames
{
    // What .NET calls a type of a patch says its assembly.
    private const string PatchMark = ".patch-";

    private static int s_isListening;

    /// <summary>Puts itself before what the application has chosen.</summary>
    internal static void Install()
    {
        if (TypeHelper.CurrentTypeResolver.Target is not Resolver)
            TypeHelper.CurrentTypeResolver = new Resolver(TypeHelper.CurrentTypeResolver).Find;
        if (TypeHelper.CurrentTypeSerializer.Target is not Serializer)
            TypeHelper.CurrentTypeSerializer = new Serializer(TypeHelper.CurrentTypeSerializer).Write;
        if (Interlocked.Exchange(ref s_isListening, 1) == 0)
            HotSwap.Swapped += ForgetFound;
    }

    // Hangfire keeps what a resolver found for ever, and keeps it apart for each resolver: a version may have another type of that name.
    private static void ForgetFound(object? sender, SwapEventArgs e)
    {
        if (TypeHelper.CurrentTypeResolver.Target is Resolver current)
            TypeHelper.CurrentTypeResolver = current.Renew().Find;
    }

    private sealed class Resolver(Func<string, Type> inner)
    {
        internal Type Find(string name)
        {
            try
            {
                return inner(name);
            }
            catch (Exception) when (StoredTypes.Find(name) is { } found)
            {
                return found;
            }
        }

        internal Resolver Renew() => new(inner);
    }

    private sealed class Serializer(Func<Type, string> inner)
    {
        internal string Write(Type type)
        {
            var name = inner(type);
            return name.Contains(PatchMark, StringComparison.Ordinal) ? StoredTypes.GetName(type) : name;
        }
    }
}
