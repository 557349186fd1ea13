// Virtual methods that no method table of a running type has.
public class Animal
{
    public virtual string Name() => "animal " + GetHashCode();

#if V2
    public virtual string Voice() => "none " + GetHashCode();
#endif

    public string Show()
    {
#if V2
        System.Func<string> voice = Voice;
        return Name() + Voice() + voice();
#else
        return Name();
#endif
    }
}

public class Dog : Animal
{
#if V2
    public override string Name() => "dog " + base.Name();

    public override string Voice() => "woof " + base.Voice();
#endif
}

public static class Shower
{
    public static string Show<T>(T animal)
        where T : Animal
    {
#if V2
        return animal.Voice() + animal.Name() + "!";
#else
        return animal.Name() + "!";
#endif
    }
}
