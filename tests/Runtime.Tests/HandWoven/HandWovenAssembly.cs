using System.Reflection;
using System.Runtime.Loader;
using System.Security.Cryptography;
using System.Text;
using Mono.Cecil;

namespace HotWeave.Runtime.Tests.HandWoven;

/// <summary>A baseline written by hand in the shape that docs/formats.md prescribes, loaded in a context of its own.</summary>
internal sealed class HandWovenAssembly
{
    private HandWovenAssembly(string name, string id, byte[] image, AssemblyLoadContext context)
    {
        Name = name;
        Id = id;
        Image = image;
        Context = context;
        Assembly = context.LoadFromStream(new MemoryStream(image));
    }

    internal string Name { get; }

    internal string Id { get; }

    /// <summary>What patches are compiled against.</summary>
    internal byte[] Image { get; }

    internal AssemblyLoadContext Context { get; }

    internal Assembly Assembly { get; }

    /// <summary>Compiles and loads. C# cannot name the slots class, so the source says <c>HotWeaveSlots</c>.</summary>
    internal static HandWovenAssembly Load(string name, string source, Action<ModuleDefinition>? edit = null, AssemblyLoadContext? context = null)
    {
        var id = IdOf(name);
        return new(name, id, Build(name, id, source, edit), context ?? new AssemblyLoadContext(name));
    }

    internal static byte[] Build(string name, string id, string source, Action<ModuleDefinition>? edit = null)
    {
        var (compiled, _) = CSharp.Compile(name, $"[assembly: HotWeave.Runtime.Baseline(\"{id}\", 2, \"all\")]\n" + source, Counters.RuntimeImage);
        using var module = ModuleDefinition.ReadModule(new MemoryStream(compiled));
        module.GetType("HotWeaveSlots").Name = "<HotWeave>Slots";
        edit?.Invoke(module);
        var image = new MemoryStream();
        module.Write(image);
        return image.ToArray();
    }

    internal static string IdOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    internal T Delegate<T>(string type, string method)
        where T : Delegate =>
        Assembly.GetType(type, throwOnError: true)!.GetMethod(method)!.CreateDelegate<T>();
}
