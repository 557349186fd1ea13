using System.Security.Cryptography;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Files;
using Mono.Cecil;

namespace HotWeave.Tool.Control;

/// <summary>
/// The agent as it is brought in: under an assembly name that ends with the digest of its code. A process can load two tools' agents side by
/// side then, and loads the same one once, however often and from whichever tool it comes.
/// </summary>
/// <param name="Id">The digest, shortened; lower-case hex.</param>
/// <param name="Bytes">The assembly.</param>
/// <param name="References">The simple names of the framework's assemblies that it needs.</param>
internal sealed record AgentImage(string Id, byte[] Bytes, IReadOnlyList<string> References)
{
    private const int IdLength = 16;

    /// <summary>Reads the agent that lies beside the tool.</summary>
    /// <exception cref="RefusedException">HW7014: it is not there.</exception>
    public static AgentImage Read() => Read([]);

    /// <summary>Reads it as a tool of another version would bring it in; for tests of how the two get along.</summary>
    /// <param name="salt">What tells the versions apart.</param>
    public static AgentImage Read(ReadOnlySpan<byte> salt)
    {
        var code = File.ReadAllBytes(Companion.Agent);
        var id = Convert.ToHexString(SHA256.HashData([.. code, .. salt]))[..IdLength].ToLowerInvariant();

        using var module = ModuleDefinition.ReadModule(new MemoryStream(code));
        module.Assembly.Name.Name = "HotWeave.Agent." + id;
        module.Name = module.Assembly.Name.Name + ".dll";
        var renamed = new MemoryStream();
        module.Write(renamed);

        var references = module.AssemblyReferences.Select(r => r.Name).Where(IsNeeded).Order(StringComparer.Ordinal);
        return new AgentImage(id, renamed.ToArray(), [.. references]);
    }

    // Pipes are for Windows alone, and are not loaded elsewhere.
    private static bool IsNeeded(string name) => name != "HotWeave.Runtime" && (name != "System.IO.Pipes" || OperatingSystem.IsWindows());
}
