using Mono.Cecil;

namespace HotWeave.Weaver.Model.Raw;

/// <summary>A module whose bodies stand in its image as they are in memory, but for those that were changed. Immutable.</summary>
/// <param name="module">The module.</param>
/// <param name="image">The file that it was read from, without its weaving.</param>
/// <param name="exports">The rows of the methods that have a stub in the file as it is deployed.</param>
/// <param name="movedBodies">The rows of the methods that are there only to have what stood in others.</param>
/// <param name="changed">The rows of the methods whose bodies are no longer what the image has.</param>
internal sealed class RawModule(
    ModuleDefinition module, RawImage image, IEnumerable<int> exports, IEnumerable<int> movedBodies, IEnumerable<int> changed)
{
    private readonly HashSet<int> _exports = [.. exports];
    private readonly HashSet<int> _movedBodies = [.. movedBodies];
    private readonly HashSet<int> _changed = [.. changed];

    public ModuleDefinition Module { get; } = module;

    public RawImage Image { get; } = image;

    /// <summary>The methods that have stubs in the file as it is deployed, by their rows, in their order.</summary>
    public IEnumerable<int> Exports => _exports.OrderBy(static e => e);

    /// <summary>Whether a method has a stub in the file as it is deployed.</summary>
    public bool IsExport(MethodDefinition method) => _exports.Contains((int)method.MetadataToken.RID);

    /// <summary>Whether a row is that of a method which weaving made for the body of another.</summary>
    public bool IsMovedBody(int method) => _movedBodies.Contains(method);

    /// <summary>The body in the image; null where there is none, or where it is no longer that.</summary>
    public RawBody? BodyOf(MethodDefinition method) => BodyOf((int)method.MetadataToken.RID);

    /// <summary>The body of a method by its row; null where there is none in the image, or where it is no longer that.</summary>
    public RawBody? BodyOf(int method) => _changed.Contains(method) ? null : Image.BodyOf(method);

    /// <summary>Whether the body of a method by its row is no longer what the image has.</summary>
    public bool IsChanged(int method) => _changed.Contains(method);
}
