using System.Globalization;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace HotWeave.Weaver.Tests.Harness;

/// <summary>What the debug symbols say of one method, and the opcodes at the offsets they name.</summary>
public sealed record MethodSymbols(
    IReadOnlyList<(int Offset, string Lines)> Points,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<string> AsyncSteps,
    IReadOnlyList<string> CustomKinds,
    string? KickOff,
    byte[] IL);

/// <summary>
/// Debug symbols as the framework's own reader sees them, independent of the library that wrote them. Methods are keyed by type,
/// name, parameter names and how many of that key came before.
/// </summary>
public sealed class DebugSymbols
{
    private static readonly Guid AsyncStepping = new("54FD2AC5-E925-401A-9C2A-F94F171072F8");
    private static readonly Guid SourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    private DebugSymbols()
    {
    }

    public Dictionary<string, MethodSymbols> Methods { get; } = [];

    public List<string> Documents { get; } = [];

    public string? SourceLinkText { get; private set; }

    /// <summary>Reads the symbols of an assembly file, embedded or beside it; they must carry the id that the assembly names.</summary>
    public static DebugSymbols Read(string path)
    {
        using var image = new PEReader(new MemoryStream(File.ReadAllBytes(path)));
        if (!image.TryOpenAssociatedPortablePdb(path, p => File.Exists(p) ? new MemoryStream(File.ReadAllBytes(p)) : null, out var provider, out _) || provider is null)
            throw new InvalidOperationException($"{path} has no symbols that match it");
        using (provider)
            return Read(image, provider.GetMetadataReader());
    }

    private static DebugSymbols Read(PEReader image, MetadataReader pdb)
    {
        var metadata = image.GetMetadataReader();
        var symbols = new DebugSymbols();
        foreach (var handle in pdb.Documents)
        {
            var document = pdb.GetDocument(handle);
            symbols.Documents.Add($"{pdb.GetString(document.Name)} {pdb.GetGuid(document.Language)} {pdb.GetGuid(document.HashAlgorithm)} {Convert.ToHexString(pdb.GetBlobBytes(document.Hash))}");
        }

        foreach (var handle in pdb.GetCustomDebugInformation(EntityHandle.ModuleDefinition))
        {
            var information = pdb.GetCustomDebugInformation(handle);
            if (pdb.GetGuid(information.Kind) == SourceLink)
                symbols.SourceLinkText = System.Text.Encoding.UTF8.GetString(pdb.GetBlobBytes(information.Value));
        }

        var seen = new Dictionary<string, int>();
        foreach (var handle in metadata.MethodDefinitions)
        {
            var name = Name(metadata, handle);
            seen[name] = seen.GetValueOrDefault(name) + 1;
            if (metadata.GetMethodDefinition(handle).RelativeVirtualAddress != 0)
                symbols.Methods.Add($"{name}#{seen[name]}", Read(image, metadata, pdb, handle));
        }

        return symbols;
    }

    private static MethodSymbols Read(PEReader image, MetadataReader metadata, MetadataReader pdb, MethodDefinitionHandle handle)
    {
        var information = pdb.GetMethodDebugInformation(handle);
        var points = information.GetSequencePoints()
            .Select(p => (p.Offset, p.IsHidden ? "hidden" : $"{p.StartLine},{p.StartColumn}-{p.EndLine},{p.EndColumn} {pdb.GetString(pdb.GetDocument(p.Document).Name)}"))
            .ToList();
        var scopes = pdb.GetLocalScopes(handle).Select(s => Scope(pdb, pdb.GetLocalScope(s))).ToList();
        var custom = pdb.GetCustomDebugInformation(handle).Select(pdb.GetCustomDebugInformation).ToList();
        var kickOff = information.GetStateMachineKickoffMethod();
        return new MethodSymbols(
            points,
            scopes,
            [.. custom.Where(c => pdb.GetGuid(c.Kind) == AsyncStepping).SelectMany(c => Steps(pdb.GetBlobReader(c.Value)))],
            [.. custom.Select(c => pdb.GetGuid(c.Kind).ToString()).Order(StringComparer.Ordinal)],
            kickOff.IsNil ? null : Name(metadata, kickOff),
            image.GetMethodBody(metadata.GetMethodDefinition(handle).RelativeVirtualAddress).GetILBytes()!);
    }

    // Portable PDB specification: catch handler offset + 1, then yield offset, resume offset, resume method row, each.
    private static List<string> Steps(BlobReader blob)
    {
        var steps = new List<string> { "catch " + (blob.ReadUInt32() - 1).ToString(CultureInfo.InvariantCulture) };
        while (blob.RemainingBytes > 0)
        {
            steps.Add(string.Create(CultureInfo.InvariantCulture, $"{blob.ReadUInt32()} -> {blob.ReadUInt32()}"));
            blob.ReadCompressedInteger();
        }

        return steps;
    }

    private static string Scope(MetadataReader pdb, LocalScope scope)
    {
        var variables = string.Join(",", scope.GetLocalVariables().Select(pdb.GetLocalVariable).Select(v => $"{pdb.GetString(v.Name)}:{v.Index}"));
        var constants = string.Join(",", scope.GetLocalConstants().Select(pdb.GetLocalConstant).Select(c => pdb.GetString(c.Name)));
        return string.Create(CultureInfo.InvariantCulture, $"{scope.StartOffset}+{scope.Length} {variables} {constants}");
    }

    private static string Name(MetadataReader metadata, MethodDefinitionHandle handle)
    {
        var method = metadata.GetMethodDefinition(handle);
        var parameters = method.GetParameters().Select(metadata.GetParameter).Where(p => p.SequenceNumber > 0).Select(p => metadata.GetString(p.Name));
        return $"{TypeName(metadata, method.GetDeclaringType())}::{metadata.GetString(method.Name)}({string.Join(",", parameters)})";
    }

    private static string TypeName(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        var outer = type.GetDeclaringType();
        var name = metadata.GetString(type.Name);
        return outer.IsNil ? metadata.GetString(type.Namespace) + "." + name : TypeName(metadata, outer) + "/" + name;
    }
}
