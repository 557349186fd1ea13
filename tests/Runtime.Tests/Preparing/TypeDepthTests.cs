using HotWeave.Loading;
using HotWeave.Loading.Metadata;
using HotWeave.Patches.Format;
using HotWeave.Runtime.Tests.HandWoven;
using HotWeave.Runtime.Tests.Swapping;
using Mono.Cecil;
using Xunit;

namespace HotWeave.Runtime.Tests.Preparing;

/// <summary>Types that the runtime's loader follows until its stack is at its end, or for ever: refused before they are loaded.</summary>
public sealed class TypeDepthTests : SwapTest
{
    private const int Many = 5_000;
    private const TypeAttributes Class = TypeAttributes.Class | TypeAttributes.Public;
    private const TypeAttributes Structure = Class | TypeAttributes.SequentialLayout | TypeAttributes.Sealed;

    private static readonly Dictionary<string, Action<ModuleDefinition>> s_shapes = new()
    {
        ["bases"] = static module => AddChain(module, Class, static (type, below) => type.BaseType = below),
        ["interfaces"] = static module => AddChain(
            module, TypeAttributes.Interface | TypeAttributes.Abstract | TypeAttributes.Public, static (type, below) => type.Interfaces.Add(new InterfaceImplementation(below))),
        ["structures in structures"] = static module => AddChain(
            module, Structure, static (type, below) => type.Fields.Add(new FieldDefinition("below", FieldAttributes.Public, below))),
        ["static structures of structures"] = static module => AddChain(
            module, Structure, static (type, below) => type.Fields.Add(new FieldDefinition("s_below", FieldAttributes.Public | FieldAttributes.Static, below))),
        ["structures in themselves"] = static module =>
        {
            var (first, second) = (AddType(module, "First", Structure), AddType(module, "Second", Structure));
            first.Fields.Add(new FieldDefinition("second", FieldAttributes.Public, second));
            second.Fields.Add(new FieldDefinition("first", FieldAttributes.Public, first));
        },
        ["nested types"] = static module =>
        {
            var type = AddType(module, "Outer", Class);
            for (var i = 0; i < Many; i++)
            {
                var nested = new TypeDefinition("", "Inner" + i, TypeAttributes.NestedPublic | TypeAttributes.Class, module.TypeSystem.Object);
                type.NestedTypes.Add(nested);
                type = nested;
            }
        },
        ["ever larger static field"] = static module => AddGrowing(module, FieldAttributes.Public | FieldAttributes.Static, static (self, growing) => Instance(self, growing)),
        ["ever larger field"] = static module => AddGrowing(module, FieldAttributes.Public, static (self, growing) => Instance(self, growing)),
        ["ever larger field of arrays"] = static module =>
            AddGrowing(module, FieldAttributes.Public | FieldAttributes.Static, static (self, growing) => Instance(self, new ArrayType(growing))),
    };

    public static TheoryData<string> Shapes => [.. s_shapes.Keys];

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task HW6107_types_that_the_loader_would_follow_to_its_end_are_refused_unloaded(string shape)
    {
        var counters = new Counters("Depth" + shape.Replace(" ", "", StringComparison.Ordinal), 1);
        var patch = Patch(counters, s_shapes[shape]);
        await RefusedAsync("HW6107", () => HotSwap.PrepareAsync(patch, new SwapOptions { Reclaimable = true }));
        Assert.Equal([0], counters.Ask());
    }

    /// <summary>A static field may be of the type itself, and objects may hold larger instantiations.</summary>
    [Fact]
    public async Task Static_fields_of_the_type_itself_and_lists_of_larger_ones_are_prepared()
    {
        const string code = """
            namespace P
            {
                public struct Point<T> { public static Point<T> Zero; public static System.Collections.Generic.List<Point<Point<T>>> Larger; public T X; }
                public struct Origin { public static Origin Zero; public static Other Next; public Point<int> At; public Point<Point<int>> Twice; }
                public struct Other { public static Origin Back; }
            }
            """;
        (await HotSwap.PrepareAsync(new Counters("DepthRight", 1).Patch(1, null, code), new SwapOptions { Reclaimable = true })).Discard();
    }

    [Fact]
    public void No_type_of_the_frameworks_is_too_deep()
    {
        var folder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        foreach (var file in Directory.EnumerateFiles(folder, "*.dll").Concat(Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll")))
        {
            using var reader = new System.Reflection.PortableExecutable.PEReader(File.OpenRead(file));
            if (!reader.HasMetadata)
                continue;
            using var image = PatchImage.Open(File.ReadAllBytes(file));
            TypeGraphCheck.Check(image.Metadata);
            TypeDepthCheck.Check(image.Metadata);
        }
    }

    private static byte[] Patch(Counters counters, Action<ModuleDefinition> add)
    {
        var file = PatchFile.Read(counters.Patch(1));
        using var module = ModuleDefinition.ReadModule(new MemoryStream(file.Assembly));
        add(module);
        var image = new MemoryStream();
        module.Write(image);
        return PatchFile.Write(file.Manifest, image.ToArray(), []);
    }

    private static void AddChain(ModuleDefinition module, TypeAttributes attributes, Action<TypeDefinition, TypeDefinition> build)
    {
        var below = AddType(module, "Chain", attributes);
        for (var i = 0; i < Many; i++)
        {
            var type = AddType(module, "Chain" + i, attributes);
            build(type, below);
            below = type;
        }
    }

    private static void AddGrowing(ModuleDefinition module, FieldAttributes attributes, Func<TypeReference, TypeReference, TypeReference> grow)
    {
        var type = AddType(module, "Growing`1", Structure);
        var parameter = new GenericParameter("T", type);
        type.GenericParameters.Add(parameter);
        type.Fields.Add(new FieldDefinition("larger", attributes, grow(type, Instance(type, parameter))));
    }

    private static TypeDefinition AddType(ModuleDefinition module, string name, TypeAttributes attributes)
    {
        var isStructure = (attributes & TypeAttributes.SequentialLayout) != 0;
        var ancestor = isStructure ? new TypeReference("System", "ValueType", module, module.TypeSystem.CoreLibrary) : module.TypeSystem.Object;
        var type = new TypeDefinition("P", name, attributes, (attributes & TypeAttributes.Interface) != 0 ? null : ancestor);
        module.Types.Add(type);
        return type;
    }

    private static GenericInstanceType Instance(TypeReference type, TypeReference argument) => new(type) { GenericArguments = { argument } };
}
