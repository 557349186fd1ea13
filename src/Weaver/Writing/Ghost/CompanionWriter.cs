using Mono.Cecil;

namespace HotWeave.Weaver.Writing.Ghost;

/// <summary>Turns a companion into bytes; the same module gives the same bytes.</summary>
internal static class CompanionWriter
{
    /// <summary>The bytes.</summary>
    public static byte[] Write(ModuleDefinition companion)
    {
        var assembly = new MemoryStream();
        companion.Write(assembly, new WriterParameters { DeterministicMvid = true, Timestamp = 0 });
        return assembly.ToArray();
    }
}
